// What the console does with what it does not expect: addresses, places, and a browser that refuses.
import { signInTicketSchema } from "@ashiato/core/api/session-schemas";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientsOf } from "./support/clients-of.ts";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

const date = yesterdayInTokyo();

let app: RunningStage;
let shown: ConsolePage;
const { ask } = clientsOf(() => app);

const consoleUrl = (of = "") => `${app.stage.endpoints.api}/console${of}`;

async function openLink(): Promise<void> {
  const answer = await ask("/v1/sign-in-tickets", { token: app.stage.tokens.download, method: "POST" });
  const { link } = signInTicketSchema.parse(await answer.json());
  await shown.page.goto("about:blank");
  await shown.page.goto(link);
  await shown.page.getByRole("navigation", { name: "Pages" }).waitFor();
}

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    app = await RunningStage.start();
    shown = await ConsolePage.open();
    await app.post({
      locations: [
        report("at-north-pole", 1, { latitude: 90, longitude: 0 }),
        report("at-south-pole", 1, { latitude: -90, longitude: 180 }),
        report("across", 1, { latitude: -17, longitude: 179.9 }),
        report("across", 61, { latitude: -17, longitude: -179.9 }),
      ],
    });
    expect(await app.runBatch({ date })).toMatchObject({ status: "SUCCEEDED" });
    await shown.signIn(consoleUrl(), app.stage.tokens.download);
  });

  afterAll(async () => {
    await shown.close();
    await app.stop();
  });

  afterEach(() => {
    expect(shown.complaints.splice(0)).toEqual([]);
  });

  it("has no page of a date or a month that does not exist", async () => {
    const { page } = shown;
    for (const path of ["/days/2026-13-45", "/days/2026-02-31", "/days/2026-13", "/days/0000-01"]) {
      await page.goto(consoleUrl(path));
      await page.getByRole("heading", { level: 1, name: "This page does not exist" }).waitFor();
    }
    expect(await page.getByRole("navigation", { name: "Pages" }).count()).toBe(1);
  });

  it("shows a day with positions at the poles and across the antimeridian, and their tracks", async () => {
    const { page } = shown;
    await page.goto(consoleUrl(`/days/${date}`));
    await page.locator(".maplibregl-canvas").waitFor();
    for (const device of ["at-north-pole", "at-south-pole", "across"]) {
      await page.getByRole("button", { name: `Show the track of ${device}` }).click();
      await page.getByText(device === "across" ? `${device}: 2 rows` : `${device}: 1 row`).waitFor();
      await page.getByRole("slider", { name: "Time" }).waitFor();
    }
    await page.getByText("21.3 km in all").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("shows devices at the poles on the map of devices", async () => {
    const { page } = shown;
    await shown.goTo("Live");
    await page.locator(".maplibregl-canvas").waitFor();
    await page.getByRole("button", { name: /^Show on the map: at-south-pole/ }).click();
    await page.getByRole("button", { name: "Show all" }).click();
    // A map that was sent to no place draws water alone, which takes few bytes.
    const drawn = async () => (await page.locator(".map").screenshot()).length;
    await expect.poll(drawn).toBeGreaterThan(30_000);
  });

  it("goes on after a part of it could not be loaded", async () => {
    const { page } = shown;
    await page.goto(consoleUrl("/days"));
    await page.getByRole("heading", { level: 1, name: "Days" }).waitFor();
    await page.route("**/console/assets/live-page-*.js", (route) => route.abort());
    await page.getByRole("link", { name: "Live", exact: true }).click();
    await page.getByRole("alert").getByText("This could not be shown").waitFor();
    expect(await shown.axe()).toEqual([]);
    await shown.goTo("Days");
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.getByRole("link", { name: "Live", exact: true }).click();
    await page.getByRole("alert").waitFor();
    await page.unroute("**/console/assets/live-page-*.js");
    await page.getByRole("button", { name: "Load the page again" }).click();
    await page.getByRole("heading", { level: 1, name: "Live" }).waitFor();
    const complaints = shown.complaints.splice(0);
    expect(complaints.filter((text) => !/ERR_FAILED|dynamically imported/.test(text))).toEqual([]);
  });

  it("asks nothing anew when the link past the navigation is followed", async () => {
    const { page } = shown;
    await page.getByText("Live", { exact: true }).first().waitFor();
    const asked: string[] = [];
    const note = (request: { url: () => string }) => asked.push(new URL(request.url()).pathname);
    page.on("request", note);
    await page.getByRole("link", { name: "Skip to the page" }).focus();
    await page.keyboard.press("Enter");
    await shown.goTo("Runs");
    await page.getByRole("table").first().waitFor();
    page.off("request", note);
    expect(asked).not.toContain("/v1/caller");
    expect(asked).not.toContain("/v1/tickets");
  });

  it("says that the stage does not answer when the page is loaded again, and goes on later", async () => {
    const { page } = shown;
    await page.route("**/v1/caller", (route) => route.fulfill({ status: 503, json: { message: "busy" } }));
    await page.reload();
    await page.getByRole("alert").getByText("The stage did not answer").waitFor();
    await page.unroute("**/v1/caller");
    await page.reload();
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    expect(shown.complaints.splice(0).every((text) => text.includes("503"))).toBe(true);
  });

  it("opens no connection for one who has signed out meanwhile", async () => {
    const { page } = shown;
    await openLink();
    const held: (() => Promise<void>)[] = [];
    await page.route("**/v1/tickets", (route) => {
      held.push(() => route.continue());
    });
    await page.reload();
    await expect.poll(() => held.length).toBeGreaterThan(0);
    let sockets = 0;
    page.on("websocket", () => {
      sockets += 1;
    });
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    const answered = page.waitForResponse("**/v1/tickets");
    await Promise.all(held.map((go) => go()));
    await (await answered).finished();
    await page.unroute("**/v1/tickets");
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    expect(sockets).toBe(0);
    // The session may have ended before its ticket was asked for.
    expect(shown.complaints.splice(0).filter((text) => !text.includes("403"))).toEqual([]);
  });

  it("refuses a key that no header takes, such as one in full-width letters", async () => {
    const { page } = shown;
    await page.goto(consoleUrl());
    await page.getByLabel("Key", { exact: true }).fill("ａｓｈ＿キー");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("The stage does not take this key").waitFor();
    expect(await page.getByLabel("Key", { exact: true }).inputValue()).toBe("ａｓｈ＿キー");
  });

  it("works where the browser keeps nothing", async () => {
    const other = await ConsolePage.open();
    try {
      await other.page.addInitScript(`for (const name of ["localStorage", "sessionStorage"]) {
        Object.defineProperty(globalThis, name, {
          get() { throw new DOMException("Access is denied for this document", "SecurityError"); },
        });
      }`);
      await other.signIn(consoleUrl(), app.stage.tokens.download);
      await other.page.getByLabel("Language").selectOption("ja");
      await other.page.getByRole("heading", { level: 1, name: "ホーム" }).waitFor();
      expect(other.complaints).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
