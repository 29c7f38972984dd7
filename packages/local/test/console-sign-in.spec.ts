// Links that sign in to the console, in a browser: each once, and until the session ends.
import { callerSchema } from "@ashiato/core/api/client-schemas";
import { signInTicketSchema } from "@ashiato/core/api/session-schemas";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { clientsOf } from "./support/clients-of.ts";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { MovedClock } from "./support/moved-clock.ts";
import { RunningStage } from "./support/running-stage.ts";

const clock = new MovedClock();
let app: RunningStage;
let shown: ConsolePage;
const { ask } = clientsOf(() => app);

async function newLink(): Promise<string> {
  const answer = await ask("/v1/sign-in-tickets", { token: app.stage.tokens.download, method: "POST" });
  return signInTicketSchema.parse(await answer.json()).link;
}

const keptToken = async () =>
  String(await shown.page.evaluate<unknown>('sessionStorage.getItem("ashiato.key")'));

/** Opens a link, and waits for the first page. */
async function openLink(): Promise<string> {
  const link = await newLink();
  await shown.page.goto("about:blank");
  await shown.page.goto(link);
  await shown.page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
  return link;
}

const isRefusalOf = (status: number) => expect.stringContaining(String(status));

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    app = await RunningStage.start({ clock });
    shown = await ConsolePage.open();
  });

  afterAll(async () => {
    await shown.close();
    await app.stop();
  });

  afterEach(() => {
    expect(shown.complaints.splice(0)).toEqual([]);
  });

  it("signs in by a link, whose ticket leaves the address at once, and stays so after a reload", async () => {
    const { page } = shown;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const link = await openLink();
    expect(page.url()).toBe(`${app.stage.endpoints.api}/console`);
    const ticket = link.split("ticket=")[1] ?? "none";
    expect(asked.filter((url) => new URL(url).pathname !== "/console" && url.includes(ticket))).toEqual([]);
    expect(await keptToken()).toMatch(/^ses_/);
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
  });

  it("says in both languages that a used link no longer signs in, and how to get another", async () => {
    const link = await openLink();
    const other = await ConsolePage.open();
    try {
      await other.page.goto(link);
      await other.page.getByText("This link no longer signs in").waitFor();
      await other.page.getByText("npm run ashiato -- console").waitFor();
      expect(other.page.url()).toBe(`${app.stage.endpoints.api}/console`);
      for (const theme of ["light", "dark"]) {
        await other.page.getByLabel("Theme").selectOption(theme);
        expect(await other.axe(), theme).toEqual([]);
        for (const width of [375, 1280]) {
          await other.page.setViewportSize({ width, height: 900 });
          expect(await other.overflow(), `${theme} at ${width}`).toBe(0);
        }
      }
      await other.page.getByLabel("Language").selectOption("ja");
      await other.page.getByText("このリンクではもうサインインできません").waitFor();
      await other.page.setViewportSize({ width: 375, height: 900 });
      expect(await other.overflow()).toBe(0);
      const pictures = process.env["ASHIATO_PICTURES"];
      if (pictures !== undefined) {
        await other.page.screenshot({ path: `${pictures}/sign-in-ja.png` });
      }
      expect(other.complaints).toEqual([isRefusalOf(401)]);
    } finally {
      await other.close();
    }
  });

  it("signs in anew by a link that is opened in a tab of the console", async () => {
    await openLink();
    const before = await keptToken();
    await shown.page.goto(await newLink());
    await vi.waitFor(async () => expect(await keptToken()).not.toBe(before));
    await shown.page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    expect(shown.page.url()).toBe(`${app.stage.endpoints.api}/console`);
  });

  it("ends the session when a person signs out", async () => {
    await openLink();
    const token = await keptToken();
    const caller = await ask("/v1/caller", { token });
    expect(callerSchema.parse(await caller.json()).session).toBeDefined();
    await shown.page.getByRole("button", { name: "Sign out" }).click();
    await shown.page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    await vi.waitFor(async () => expect((await ask("/v1/exports", { token })).status).toBe(403));
    expect(await keptToken()).toBe("null");
  });

  it("leads to the page to sign in when the session ends while the console is open", async () => {
    const { page } = shown;
    await openLink();
    clock.move(12 * 3_600_000);
    // Unless a request of the page's own has found it out already, and the link is gone.
    await page.evaluate("document.querySelector('nav a[href=\"/console/days\"]')?.click()");
    await page.getByText("Your session has ended").waitFor();
    await page.getByText("npm run ashiato -- console").waitFor();
    const complaints = shown.complaints.splice(0);
    expect(complaints.filter((text) => !text.includes("403"))).toEqual([]);
    expect(complaints).not.toEqual([]);
  });
});
