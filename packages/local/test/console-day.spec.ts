// What an analyst sees of a day: where its rows are, when and of whom, and the way of a device.
import { gzipSync } from "node:zlib";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Locator, Page } from "playwright-core";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

const date = yesterdayInTokyo();

/** A device that reports once a minute for an hour, on its way north. */
const ways = Array.from({ length: 60 }, (_, minute) =>
  report("walker", 60 * minute, { latitude: 35.6801 + minute / 1_000, longitude: 139.7601, speed: 1.5 }),
);

let app: RunningStage;
let shown: ConsolePage;

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    app = await RunningStage.start();
    shown = await ConsolePage.open();
    await app.post({ locations: [...ways, report("still", 7_200, { latitude: 34.7, longitude: 135.5 })] });
    await app.invoke("Store");
    await app.s3.send(
      new PutObjectCommand({
        Bucket: app.output("lakeBucket"),
        Key: "work/2026/mended.csv.gz",
        Body: gzipSync("not a row\n"),
        Metadata: { rows: "1" },
      }),
    );
    expect(await app.runBatch({ date })).toMatchObject({ status: "SUCCEEDED" });
    await shown.signIn(`${app.stage.endpoints.api}/console`, app.stage.tokens.download);
  });

  afterAll(async () => {
    await shown.close();
    await app.stop();
  });

  afterEach(() => {
    expect(shown.complaints.splice(0)).toEqual([]);
  });

  it("shows what a day looks like once its picture is drawn, with the counts of its rows", async () => {
    const { page } = shown;
    await page.goto(`${app.stage.endpoints.api}/console/days/${date}`);
    await page.locator(".maplibregl-canvas").waitFor();
    const picture = page.getByRole("region", { name: "What the day looks like" });
    expect(await figure(picture, "Rows")).toBe("61");
    expect(await figure(picture, "Devices")).toBe("2");
    expect(await figure(picture, "Rejected")).toBe("1");
    const reasons = picture.getByRole("group", { name: "Rejected rows by reason" });
    expect(await reasons.locator("tbody tr").allInnerTexts()).toEqual([
      "Another number of fields than a row has\t1",
    ]);
    await picture.getByRole("img", { name: "Rows by hour; the most, 60, at 00:00–01:00" }).waitFor();
    const gaps = picture.getByRole("table", { name: "Gaps between fixes" });
    expect(await gaps.getByRole("row").filter({ hasText: "60 – 300 s" }).innerText()).toMatch(/\s59$/);
    const speeds = picture.getByRole("table", { name: "Reported speeds" });
    expect(await speeds.getByRole("row").filter({ hasText: "0.5 – 2 m/s" }).innerText()).toMatch(/\s60$/);
  });

  it("shows an hour of it by the slider, from the keyboard", async () => {
    const { page } = shown;
    const picture = page.getByRole("region", { name: "What the day looks like" });
    const slider = page.getByRole("slider", { name: "Hour" });
    await picture.getByText("Busiest cells").first().click();
    const cells = picture.getByRole("table", { name: "Busiest cells" });
    await slider.focus();
    for (let hour = 0; hour <= 2; hour += 1) {
      await page.keyboard.press("ArrowRight");
    }
    expect(await slider.getAttribute("aria-valuetext")).toBe("02:00–03:00");
    expect(await figure(picture, "Rows")).toBe("1");
    expect(await cells.getByRole("row").allInnerTexts()).toEqual([
      expect.stringContaining("Latitude"),
      expect.stringMatching(/^34\.7\d*, 135\.5\d*\s+1$/),
    ]);
    await page.keyboard.press("Home");
    expect(await figure(picture, "Rows")).toBe("61");
  });

  it("colours the map by the rows of the hour", async () => {
    // A finer coast may arrive between two looks.
    await vi.waitFor(async () =>
      expect(await looksOfHours(shown.page)).toEqual({ differs: true, comesBack: true }),
    );
  });

  it("reads a device's track by ranges of the Parquet file, and plays it to its end", async () => {
    const { page } = shown;
    const s3 = new URL(app.stage.endpoints.s3).host;
    const asked: { range: string | undefined; status: number }[] = [];
    page.on("response", (response) => {
      if (new URL(response.url()).host === s3 && response.request().method() === "GET") {
        asked.push({ range: response.request().headers()["range"], status: response.status() });
      }
    });
    await page.getByRole("button", { name: "Show the track of walker" }).click();
    const track = page.getByRole("region", { name: "A device’s track" });
    await track.getByText("walker: 60 rows").waitFor();
    // A degree of latitude is 111.2 km, and the way is 59 thousandths of one.
    const picture = page.getByRole("region", { name: "What the day looks like" });
    await picture.getByText("6.6 km in all").waitFor();
    const play = picture.getByRole("button", { name: "Play" });
    expect(await page.evaluate("document.activeElement?.textContent")).toBe("Play");
    for (const part of [play, picture.getByRole("region", { name: "Map", exact: true })]) {
      const { y = -1, height = 0 } = (await part.boundingBox()) ?? {};
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y + height).toBeLessThanOrEqual(900);
    }
    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter(({ range, status }) => range === undefined || status !== 206)).toEqual([]);

    await track.getByText("Rows of the device").click();
    const rows = track.getByRole("group", { name: "Rows of the device" }).getByRole("row");
    expect(await rows.nth(1).innerText()).toMatch(/^00:00:00\s+35\.680100, 139\.760100\s+1\.5\s+ok$/);
    expect(await rows.count()).toBe(51);
    await track.getByRole("button", { name: "Later" }).click();
    expect(await rows.count()).toBe(11);

    await picture.getByLabel("Pace").selectOption("1800");
    await play.click();
    await picture.getByRole("button", { name: "Pause" }).waitFor();
    await play.waitFor();
    expect(await picture.getByRole("slider", { name: "Time" }).getAttribute("aria-valuetext")).toBe(
      "00:59:00",
    );
  });

  it("colours the finer cells of a place near by, too", async () => {
    // A finer coast may arrive between two looks.
    await vi.waitFor(async () =>
      expect(await looksOfHours(shown.page)).toEqual({ differs: true, comesBack: true }),
    );
  });

  it("says where a device has no rows, and keeps its name", async () => {
    const { page } = shown;
    const device = page.getByRole("textbox", { name: "Device" });
    await device.fill("unheard");
    await device.press("Enter");
    await page.getByText("unheard has no rows in this version").waitFor();
    expect(await device.inputValue()).toBe("unheard");
  });

  it("has nothing that axe objects to, in both themes and on three widths", async () => {
    const { page } = shown;
    await page.getByRole("button", { name: "Show the track of walker" }).click();
    await page.getByText("walker: 60 rows").waitFor();
    for (const theme of ["light", "dark"]) {
      await page.getByLabel("Theme").selectOption(theme);
      expect(await shown.axe(), theme).toEqual([]);
      for (const width of [375, 768, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await shown.overflow(), `${theme} at ${width}`).toBe(0);
      }
    }
  });
});

/** Returns whether the map looks otherwise at the last hour, which has no rows, and then as it did before. */
async function looksOfHours(page: Page): Promise<{ differs: boolean; comesBack: boolean }> {
  const look = async () => (await page.locator(".map").screenshot()).toString("base64");
  await page.getByRole("slider", { name: "Hour" }).focus();
  const lookAt = async (hour: "Home" | "End") => {
    await page.keyboard.press(hour);
    return vi.waitFor(async () => {
      const before = await look();
      expect(await look()).toBe(before);
      return before;
    });
  };
  const wholeDay = await lookAt("Home");
  return { differs: (await lookAt("End")) !== wholeDay, comesBack: (await lookAt("Home")) === wholeDay };
}

/** Returns the value of a figure with a label. */
function figure(region: Locator, label: string): Promise<string> {
  const labelled = region.locator(".figure", { has: region.page().getByText(label, { exact: true }) });
  return labelled.locator(".figure-value").innerText();
}
