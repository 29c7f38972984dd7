// What an analyst and an operator see of a stage, in a browser.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { unloadPrefix } from "@ashiato/core/export-keys";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientsOf } from "./support/clients-of.ts";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { LiveClient } from "./support/live-client.ts";
import { raiseAlarm } from "./support/raise-alarm.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

const date = yesterdayInTokyo();
const failedRun = "blocked";

let app: RunningStage;
let shown: ConsolePage;
const { add } = clientsOf(() => app);

function consoleUrl(path = ""): string {
  return `${app.stage.endpoints.api}/console${path}`;
}

/**
 * Makes a run that fails, because an object lies where its UNLOAD would write. Its version number is not
 * given out again.
 */
async function failRun(): Promise<void> {
  const prefix = unloadPrefix({ date, run: failedRun, version: 1, attempt: 0 });
  await app.s3.send(
    new PutObjectCommand({
      Bucket: app.output("downloadsBucket"),
      Key: `${prefix}000.csv`,
      Body: "in the way",
    }),
  );
  expect(await app.ended(await app.startBatch({}, failedRun))).toMatchObject({ status: "FAILED" });
}

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    app = await RunningStage.start();
    shown = await ConsolePage.open();
    await app.post({ locations: [report("van-1", 1), report("van-1", 61), report("van-2", 2)] });
    await app.invoke("Store");
    await failRun();
    // The functions of connections are loaded, so that the page's first handshake is not kept waiting.
    const listener = await LiveClient.byKey(app, app.stage.tokens.download);
    await listener.connection.close();
  });

  afterAll(async () => {
    await shown.close();
    await app.stop();
  });

  afterEach(() => {
    expect(shown.complaints.splice(0)).toEqual([]);
  });

  it("keeps what was typed when a key is refused, and says what may be wrong", async () => {
    const { page } = shown;
    await page.goto(consoleUrl());
    const key = page.getByLabel("Key", { exact: true });
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Enter a key").waitFor();
    await key.fill("mistyped");
    await key.press("Enter");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.innerText()).toContain("The stage does not take this key");
    expect(await key.inputValue()).toBe("mistyped");
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    expect(shown.complaints.splice(0)).toEqual([expect.stringContaining("403")]);
  });

  it("shows a key what its rights allow, and says which one a page lacks", async () => {
    const { page } = shown;
    const key = await add("console-reader", ["exports:read"]);
    await shown.signIn(consoleUrl(), key);
    const names = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").allInnerTexts();
    expect(names).toEqual(["Home", "Days"]);
    await page.getByText("Signed in as Client console-reader").waitFor();
    await page.getByText("This key does not show runs, so one that failed would not appear here").waitFor();
    await page.goto(consoleUrl("/runs"));
    await page.getByRole("heading", { name: "This key lacks the right runs:start" }).waitFor();
    // Nothing on this page is live, so that it lacks no connection.
    expect(await page.getByText("Not live").count()).toBe(0);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.evaluate("sessionStorage.length")).toBe(0);
    expect(page.url()).toBe(consoleUrl());
  });

  it("keeps the key in the tab alone, over a reload, and in no address", async () => {
    const { page } = shown;
    const { download } = app.stage.tokens;
    await shown.signIn(consoleUrl(), download);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    expect(page.url()).not.toContain(download);
    expect(await page.evaluate<string>("JSON.stringify({ ...localStorage })")).not.toContain(download);
    expect(await page.evaluate("document.cookie")).toBe("");
  });

  it("names the run that failed on the first page, with its cause, and leads to it", async () => {
    const { page } = shown;
    await page.getByText(`Run ${failedRun} failed in its phase “Export”`).waitFor();
    await page.getByText("unload destination on S3 is not empty").waitFor();
    await page.getByRole("link", { name: "See the run" }).first().click();
    await page.getByRole("heading", { level: 1, name: failedRun }).waitFor();
    await page.getByText("Failed in the phase “Export”").waitFor();
    const notice = page.locator(".notice", { hasText: "StatementFailed" });
    expect(await notice.count()).toBe(1);
    const [, file = "", section = ""] = /At length: (\S+)#(\S+)/.exec(await notice.innerText()) ?? [];
    const guide = await readFile(new URL(`../../../${file}`, import.meta.url), "utf8");
    expect(guide.toLowerCase()).toContain(`\n## ${section.replaceAll("-", " ")}\n`);
  });

  it("starts a run and follows it from its start to its end", async () => {
    const { page } = shown;
    await shown.goTo("Runs");
    // The connection is open: what follows is pushed.
    await page.getByText("Live", { exact: true }).nth(1).waitFor();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    const heading = page.getByRole("heading", { level: 1, name: /^api-/ });
    await heading.waitFor();
    const main = page.getByRole("main");
    await main.getByText("Running", { exact: true }).waitFor();
    await main.getByText("Succeeded", { exact: true }).waitFor();
    const done = page.getByRole("list", { name: "Phase" }).getByText("done", { exact: true });
    expect(await done.count()).toBe(7);
    const row = main.getByRole("row").filter({ hasText: "new version" });
    expect(await row.innerText()).toMatch(new RegExp(`^${date}\\s+new version\\s+2\\s+3$`));
    await main.getByText("Rows written").waitFor();
    expect(await main.getByRole("region", { name: "Statements" }).getByText("FINISHED").count()).toBe(2);
  });

  it("shows the day, and saves its CSV with the checksum that it shows", async () => {
    const { page } = shown;
    await shown.goTo("Days");
    await page.getByRole("link", { name: /: Rows 3, Version 2$/ }).click();
    await page
      .getByRole("heading", { level: 1 })
      .getByText(String(Number(date.slice(8))))
      .waitFor();
    const name = `locations_${date}_v2.csv`;
    const checksum = await page.locator(`[data-checksum="${name}"]`).innerText();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: `Download ${name}` }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(name);
    const csv = await readFile(await download.path());
    expect(createHash("sha256").update(csv).digest("hex")).toBe(checksum);
    expect(csv.toString().trimEnd().split("\n")).toHaveLength(4);
  });

  it("shows a new version by itself, and what it changed", async () => {
    const { page } = shown;
    await page.getByText("Nothing has changed since this version.").waitFor();
    await app.post(report("van-3", 3));
    await app.invoke("Store");
    expect(await app.runBatch({ date })).toMatchObject({ status: "SUCCEEDED" });
    await page.getByRole("button", { name: "v3 · current" }).waitFor();
    await page.getByLabel("You have version").selectOption("2");
    await page.getByText("Version 3 replaces it: take the whole CSV.").waitFor();
    const rows = page.getByRole("region", { name: "Compare" }).getByRole("row").filter({ hasText: "Rows" });
    expect(await rows.innerText()).toMatch(/^Rows\s+3\s+4\s+\+1$/);
    await page.getByRole("button", { name: "v2", exact: true }).click();
    await page.locator(`[data-checksum="locations_${date}_v2.csv"]`).waitFor();
  });

  it("shows where devices are, and moves what moves", async () => {
    const { page } = shown;
    await shown.goTo("Live");
    await page.getByRole("button", { name: /^Show on the map: van-1 35\.68/ }).click();
    await page.locator(".maplibregl-canvas").waitFor();
    await app.post(report("van-1", 120, { latitude: 36.5 }));
    await app.invoke("Store");
    await page.getByRole("button", { name: /^Show on the map: van-1 36\.50000/ }).waitFor();
    await page.getByLabel("Find a device").fill("van-2");
    expect(await page.getByRole("button", { name: /^Show on the map/ }).count()).toBe(1);
    await page.getByLabel("Find a device").fill("");
    await app.post({ locations: Array.from({ length: 60 }, (_, index) => report(`bus-${index}`, index)) });
    await app.invoke("Store");
    await page.getByRole("button", { name: /^Show on the map: bus-59 / }).waitFor();
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      // The list of devices scrolls by itself.
      expect(await page.evaluate("document.documentElement.scrollHeight"), String(width)).toBeLessThan(1_900);
    }
  });

  it("speaks Japanese, and says so to whoever reads it aloud", async () => {
    const { page } = shown;
    await page.getByLabel("Language").selectOption("ja");
    await page.getByRole("heading", { level: 1, name: "現在位置" }).waitFor();
    expect(await page.evaluate("document.documentElement.lang")).toBe("ja");
    await page.reload();
    await page.getByRole("button", { name: "拡大", exact: true }).waitFor();
    await page.getByLabel("言語").selectOption("en");
    await page.getByRole("heading", { level: 1, name: "Live" }).waitFor();
  });

  it("says what needs a person in the page's language, and an alarm's own words beside it", async () => {
    const { page } = shown;
    await raiseAlarm(app, "UndrainedAlarm", "a trial");
    await page.goto(consoleUrl());
    await page.getByText("An alarm is active").waitFor();
    await page.getByLabel("Language").selectOption("ja");
    const alarm = page.getByRole("listitem").filter({ hasText: "アラームが発生しています" });
    expect(await alarm.locator("[lang=en]").innerText()).toMatch(/^UndrainedAlarm: /);
    await alarm.getByText("詳しくは docs/operations.md#the-queue-grows").waitFor();
    await page.getByLabel("言語").selectOption("en");
  });

  it("is used by keyboard alone: past the navigation, along it, and to a page's heading", async () => {
    const { page } = shown;
    await page.goto(consoleUrl());
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    const focused = () => page.evaluate<string>("document.activeElement?.textContent ?? ''");
    expect(await focused()).toBe("Home");
    // Back over the five links of the navigation, to what stands before it.
    for (let back = 0; back < 6; back += 1) {
      await page.keyboard.press("Shift+Tab");
    }
    expect(await focused()).toBe("Skip to the page");
    for (const name of ["Home", "Days"]) {
      await page.keyboard.press("Tab");
      expect(await focused()).toBe(name);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Days" }).waitFor();
    expect(await focused()).toBe("Days");
  });

  it("has nothing that axe objects to, in both themes and on three widths", async () => {
    const { page } = shown;
    const paths = ["", "/days", `/days/${date}`, "/days/2026-01-01", "/runs", `/runs/${failedRun}`, "/live"];
    for (const theme of ["light", "dark"]) {
      await page.goto(consoleUrl());
      await page.getByLabel("Theme").selectOption(theme);
      for (const path of paths) {
        await page.goto(consoleUrl(path));
        await page.getByRole("heading", { level: 1 }).waitFor();
        expect(await shown.axe(), `${path} ${theme}`).toEqual([]);
        for (const width of [375, 768, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await shown.overflow(), `${path} at ${width}`).toBe(0);
        }
      }
    }
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await shown.axe()).toEqual([]);
  });

  it("asked no host but the stage's own", () => {
    const { api, s3 } = app.stage.endpoints;
    const own = new Set([api, s3, app.output("liveUrl")].map((url) => new URL(url).host));
    expect([...shown.hosts].filter((host) => !own.has(host))).toEqual([]);
  });
});
