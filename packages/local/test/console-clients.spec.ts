// What an administrator does with clients in a browser, and what became of files that were sent.
import { uploadListSchema, uploadSchema } from "@ashiato/core/api/upload-schemas";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientsOf } from "./support/clients-of.ts";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { report, RunningStage } from "./support/running-stage.ts";

let app: RunningStage;
let shown: ConsolePage;
const { add, administer, ask } = clientsOf(() => app);

const consoleUrl = (path = "") => `${app.stage.endpoints.api}/console${path}`;

/** The key of a client that sends files: the stage's tokens are not for that. */
let sender: string;

/** Sends a file as a client of the API does, and returns its id. */
async function sendFile(name: string, text: string): Promise<string> {
  const body = { name, bytes: Buffer.byteLength(text) };
  const answer = await ask("/v1/uploads", { token: sender, method: "POST", body });
  const { upload, put } = uploadSchema.parse(await answer.json());
  const { url = "", headers = {} } = put ?? {};
  expect((await fetch(url, { method: "PUT", headers, body: text })).status).toBe(200);
  return upload;
}

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    app = await RunningStage.start();
    shown = await ConsolePage.open();
    await shown.signIn(consoleUrl(), app.stage.tokens.download);
  });

  afterAll(async () => {
    await shown.close();
    await app.stop();
  });

  afterEach(() => {
    expect(shown.complaints.splice(0)).toEqual([]);
  });

  it("adds a client, and shows its key this once", async () => {
    const { page } = shown;
    await shown.goTo("Clients");
    await page.getByText("No clients yet").waitFor();
    await page.getByLabel("Id").fill("acme");
    await page.getByLabel("Name").fill("Acme Taxis");
    await page.getByLabel("exports:read").check();
    await page.getByRole("button", { name: "Add a client" }).click();
    const notice = page.getByRole("alert");
    await notice.getByText("The key of acme").waitFor();
    const key = await notice.locator("code").innerText();
    const caller = await ask("/v1/caller", { token: key });
    expect(await caller.json()).toMatchObject({ client: "acme", rights: ["exports:read"] });
    await page.reload();
    await page.getByRole("row").filter({ hasText: "Acme Taxis" }).getByText("active").waitFor();
    expect(await page.content()).not.toContain(key);
  });

  it("keeps what was typed when a client is refused", async () => {
    const { page } = shown;
    await page.getByLabel("Id").fill("acme");
    await page.getByLabel("Name").fill("Another");
    await page.getByRole("button", { name: "Add a client" }).click();
    await page.getByRole("alert").waitFor();
    expect(await page.getByLabel("Id").inputValue()).toBe("acme");
    expect(await page.getByLabel("Name").inputValue()).toBe("Another");
    expect(shown.complaints.splice(0)).toEqual([expect.stringContaining("409")]);
  });

  it("shows the use of limits, makes a key, and ends the one before", async () => {
    const { page } = shown;
    await administer("/v1/clients/acme", "PATCH", { limits: { rowsPerDay: 1_000_000 } });
    await page.getByRole("link", { name: "acme" }).click();
    await page.getByRole("heading", { level: 1, name: "acme" }).waitFor();
    await page.getByRole("row").filter({ hasText: "Rows a day" }).getByText("0 of 1,000,000").waitFor();

    const keys = page.getByRole("region", { name: "Keys" });
    const before = await keys.getByRole("button", { name: /^End the key/ }).getAttribute("aria-label");
    await keys.getByRole("button", { name: "Make a new key" }).click();
    const key = await keys.getByRole("alert").locator("code").innerText();
    expect((await ask("/v1/caller", { token: key })).status).toBe(200);
    await keys.getByRole("row").nth(2).waitFor();
    await keys.getByRole("button", { name: before ?? "" }).click();
    await keys.getByRole("row").nth(2).waitFor({ state: "detached" });
    expect(await keys.getByRole("row").count()).toBe(2);
  });

  it("revokes a client once its id was typed", async () => {
    const { page } = shown;
    const revoke = page.getByRole("button", { name: "Revoke the client" });
    expect(await revoke.isDisabled()).toBe(true);
    await page.getByLabel("Type acme to confirm").fill("acme");
    await revoke.click();
    await page.getByRole("main").getByText("revoked", { exact: true }).waitFor();
    expect(await administer("/v1/clients/acme")).toMatchObject({ status: "revoked" });
  });

  it("shows no use at the address of the stage's own, which is no client", async () => {
    const { page } = shown;
    const used = page.waitForResponse((answer) => answer.url().endsWith("/v1/clients/stage/usage"));
    await page.goto(consoleUrl("/clients/stage"));
    await (await used).finished();
    await page.getByText("There is no such client").waitFor();
    await page.evaluate("new Promise(requestAnimationFrame)");
    expect(await page.getByRole("heading").allInnerTexts()).toEqual(["stage"]);
    expect(shown.complaints.splice(0)).toEqual([expect.stringContaining("404")]);
  });

  it("shows what became of files: the rows, lines with reasons, why one failed", async () => {
    const { page } = shown;
    sender = await add("sender", ["uploads"]);
    const { timestamp } = report("van-1", 1);
    const lines = [
      "device_id,recorded_at,latitude,longitude",
      `van-1,${timestamp},35,139`,
      `van-1,${timestamp},95,139`,
    ];
    const upload = await sendFile("night.csv", `${lines.join("\n")}\n`);
    await sendFile("picture.csv", "\u0089PNG\r\n\u001a\n and so on");
    await page.getByRole("button", { name: "Sign out" }).click();
    await shown.signIn(consoleUrl(), sender);
    await shown.goTo("Files");
    await page
      .getByRole("row")
      .filter({ hasText: "night.csv" })
      .getByText("registered", { exact: true })
      .waitFor();
    await page.getByRole("row").filter({ hasText: "picture.csv" }).getByText("failed").waitFor();
    await page.getByRole("link", { name: "night.csv" }).click();
    await page.getByRole("heading", { level: 1, name: "night.csv" }).waitFor();
    expect(page.url()).toBe(consoleUrl(`/files/${upload}`));
    const rejected = page.getByRole("region", { name: "Rejected rows" }).getByRole("row").nth(1);
    expect(await rejected.innerText()).toMatch(/^3\s+latitude .*90/);
    await page.getByText("Rows accepted").waitFor();
    await page.getByRole("link", { name: "All files" }).click();
    await page.getByRole("link", { name: "picture.csv" }).click();
    await page.locator(".notice .cause").waitFor();
    expect(await page.locator(".notice .cause").innerText()).not.toBe("");
  });

  it("offers neither page to a key without the right", async () => {
    const { page } = shown;
    const key = await add("reader", ["exports:read"]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await shown.signIn(consoleUrl(), key);
    const names = await page.getByRole("navigation", { name: "Pages" }).getByRole("link").allInnerTexts();
    expect(names).toEqual(["Home", "Days"]);
    await page.goto(consoleUrl("/clients"));
    await page.getByRole("heading", { name: "This key lacks the right clients:admin" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await shown.signIn(consoleUrl(), app.stage.tokens.download);
  });

  it("has nothing that axe objects to, in both themes and on three widths", async () => {
    const { page } = shown;
    const answer = await ask("/v1/uploads", { token: sender });
    const { uploads } = uploadListSchema.parse(await answer.json());
    const pagesOf: [string, string[]][] = [
      [sender, ["/files", ...uploads.map(({ upload }) => `/files/${upload}`)]],
      [app.stage.tokens.download, ["/clients", "/clients/reader", "/clients/unknown"]],
    ];
    for (const [theme, key, paths] of ["light", "dark"].flatMap((theme) =>
      pagesOf.map(([key, paths]) => [theme, key, paths] as const),
    )) {
      await page.getByRole("button", { name: "Sign out" }).click();
      await shown.signIn(consoleUrl(), key);
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
    // The client that is not there is asked for in each theme.
    expect(shown.complaints.splice(0).every((text) => text.includes("404"))).toBe(true);
  });
});
