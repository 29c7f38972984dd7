import { readFile } from "node:fs/promises";
import { type BrowserContext, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { RunningStage } from "../../local/test/support/running-stage.ts";
import { chromiumPath, skipsChromium } from "../../local/test/support/find-chromium.ts";

let app: RunningStage;
let browser: BrowserContext;
let page: Page;
/** What the page could not load or run. A refused request is no such complaint. */
const complaints: string[] = [];

async function openDocumentation(): Promise<void> {
  await page.goto(`${app.stage.endpoints.api}/docs`);
  await page.locator(".opblock").first().waitFor();
}

/**
 * Opens an operation and presses its "Execute" as it stands; returns what the page shows of the answer. Then
 * closes it: the page draws every open operation anew whenever something changes.
 */
async function execute(block: Locator): Promise<string> {
  const summary = block.locator(".opblock-summary-control");
  await summary.click();
  await block.locator("button.execute").click();
  const answer = block.locator(".live-responses-table tbody");
  await answer.waitFor();
  const text = await answer.innerText();
  await summary.click();
  return text;
}

/** Waits until the run that the page started has ended. */
async function latestRunEnds(): Promise<void> {
  const headers = { authorization: `Bearer ${app.stage.tokens.download}` };
  await vi.waitFor(
    async () => {
      const answer = await fetch(`${app.stage.endpoints.api}/v1/runs/latest`, { headers });
      expect(await answer.json()).toMatchObject({ status: "SUCCEEDED" });
    },
    { timeout: 90_000, interval: 200 },
  );
}

/** Returns the widths of the document and of the window that shows it. */
function widths(): Promise<{ document: number; window: number }> {
  return page.evaluate(
    "({ document: document.documentElement.scrollWidth, window: document.documentElement.clientWidth })",
  );
}

/** Waits until the reports of the page's examples are among the positions. */
async function positionsShow(): Promise<void> {
  const headers = { authorization: `Bearer ${app.stage.tokens.download}` };
  await vi.waitFor(
    async () => {
      const answer = await fetch(`${app.stage.endpoints.api}/v1/positions`, { headers });
      expect(await answer.text()).toContain('"phone-1"');
    },
    { interval: 200 },
  );
}

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    app = await RunningStage.start();
    // An empty path is a profile of its own, which goes with the browser.
    browser = await chromium.launchPersistentContext("", {
      executablePath: chromiumPath(),
      headless: true,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
      viewport: { width: 1280, height: 900 },
    });
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") {
        complaints.push(message.text());
      }
    });
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  it("says at / what this is, and leads to the documentation, narrow and wide", async () => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${app.stage.endpoints.api}/`);
      expect(await page.locator("p").first().innerText()).toContain("one clean CSV per business day");
      const { document, window } = await widths();
      expect(document).toBeLessThanOrEqual(window);
    }
    await page.getByText("Browse the API and try it").click();
    await page.locator(".opblock").first().waitFor();
    expect(page.url()).toBe(`${app.stage.endpoints.api}/docs`);
    await page.goto(`${app.stage.endpoints.api}/`);
    await page.getByText("POST /v1/runs").click();
    await page.locator("#operations-Runs-startRun.is-open").waitFor();
    expect(complaints).toEqual([]);
  });

  it("fits a phone: an operation opens, and is executed, without scrolling sideways", async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    for (const id of ["Reports-sendReports", "Exports-listExports"]) {
      await openDocumentation();
      const block = page.locator(`[id="operations-${id}"]`);
      await block.locator(".opblock-summary-control").click();
      const button = block.locator("button.execute");
      await button.scrollIntoViewIfNeeded();
      const box = await button.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(375);
      await button.click();
      await block.locator(".live-responses-table tbody").waitFor();
      const { document, window } = await widths();
      expect(document, id).toBeLessThanOrEqual(window);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    // No token was given: both were refused, which Chromium complains of.
    expect(complaints.splice(0)).toEqual(Array(2).fill(expect.stringContaining("401")));
  });

  it("keeps the two tokens over a reload, and not in what outlives the tab", async () => {
    await openDocumentation();
    await page.locator(".auth-wrapper > button.authorize").click();
    const schemes = page.locator(".modal-ux .auth-container");
    expect(await schemes.count()).toBe(2);
    for (const [index, token] of [app.stage.tokens.ingest, app.stage.tokens.download].entries()) {
      await schemes.nth(index).locator("input").fill(token);
      await schemes.nth(index).locator("button.authorize").click();
    }
    await openDocumentation();
    expect(await page.evaluate("localStorage.length")).toBe(0);
    expect(await page.locator(".auth-wrapper > button.authorize.locked").count()).toBe(1);
  });

  it("executes every operation unchanged, and saves the CSV", async () => {
    await openDocumentation();
    const ids = await page
      .locator(".opblock")
      .evaluateAll((blocks) => blocks.map(({ id }) => id.replace("operations-", "")));
    expect(ids.length).toBeGreaterThan(15);
    const shown = new Map<string, string>();
    for (const id of ids) {
      // Exports come of stored reports and a run that has ended.
      if (id === "Runs-startRun") {
        await app.invoke("Store");
      }
      if (id === "Positions-listPositions") {
        await positionsShow();
      }
      shown.set(id, await execute(page.locator(`[id="operations-${id}"]`)));
      if (id === "Runs-startRun") {
        await latestRunEnds();
      }
    }
    const statuses = [...shown].map(([id, text]) => `${id} ${text.trim().slice(0, 3)}`);
    // A feed is a client's: no key of the page has one, and it is described before it is made. The id of a
    // withdrawal, of a live export and of a key is the answer's that made it, and so is that of an event.
    const withoutSubject = [
      "Clients-endClientKey",
      "Clients-returnRows",
      "Feeds-getClientFeed",
      "Feeds-getDelivery",
      "Feeds-downloadFeedFile",
      "Positions-getLiveExport",
      "Positions-downloadLiveExport",
      "Webhooks-replayWebhookDelivery",
    ];
    // The page has a token and no session, and the ticket of the example was never given out.
    const refused = ["Sessions-endSession 404", "Sessions-createSession 401"].concat(
      withoutSubject.map((id) => `${id} 404`),
    );
    expect(statuses.filter((each) => !/ 20[0-2]$/.test(each)).toSorted()).toEqual(refused.toSorted());
    // A phone's report that breaks a rule is answered with 200 as well.
    for (const [id, text] of shown) {
      expect(text, id).not.toMatch(/"keptAsRejected": [1-9]/);
    }
    await page.locator("#operations-Exports-downloadCsv .opblock-summary-control").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#operations-Exports-downloadCsv").getByText("Download file").click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^locations_\d{4}-\d\d-\d\d_v1\.csv$/);
    const csv = await readFile(await download.path(), "utf8");
    expect(csv).toMatch(/^device_id,recorded_at,/);
    expect(csv).toContain("\nphone-1,");
    const codes = complaints.map((each) => /\b[45]\d\d\b/.exec(each)?.[0] ?? each);
    expect(codes.toSorted()).toEqual(refused.map((each) => each.slice(-3)).toSorted());
    // Some eighty operations, of which each starts a function.
  }, 900_000);
});
