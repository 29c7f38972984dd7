// What an operator sees of a run: its states, children that failed, its statements, the flow of its rows.
import { gzipSync } from "node:zlib";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ConsolePage } from "./support/console-page.ts";
import { skipsChromium } from "./support/find-chromium.ts";
import { report, RunningStage, yesterdayInTokyo } from "./support/running-stage.ts";

const damagedKey = "work/2026/damaged.csv.gz";

let app: RunningStage;
let shown: ConsolePage;

function runUrl(run: string): string {
  return `${app.stage.endpoints.api}/console/runs/${run}`;
}

const graphNode = (name: string, status: string) =>
  shown.page.getByRole("button", { name: new RegExp(`^${name}( \\d+ of \\d+)?, ${status}`) });

describe.skipIf(skipsChromium)("in Chromium", () => {
  beforeAll(async () => {
    app = await RunningStage.start();
    shown = await ConsolePage.open();
    await app.post({ locations: [report("van-1", 1), report("van-1", 61), report("van-2", 2)] });
    await app.invoke("Store");
    await shown.signIn(`${app.stage.endpoints.api}/console`, app.stage.tokens.download);
  });

  afterAll(async () => {
    await shown.close();
    await app.stop();
  });

  afterEach(() => {
    expect(shown.complaints.splice(0)).toEqual([]);
  });

  it("shows each state of a run from its start to its end", async () => {
    const { page } = shown;
    await shown.goTo("Runs");
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /^api-/ }).waitFor();
    await page
      .getByRole("button", { name: /, running/ })
      .first()
      .waitFor();
    await page.getByRole("main").getByText("Succeeded", { exact: true }).waitFor();
    await graphNode("Notify", "succeeded").waitFor();
    await page.getByRole("button", { name: "Distribute 1 of 1, succeeded" }).waitFor();
    expect(await graphNode("Failed", "not needed").count()).toBe(1);
  });

  it("shows one state's details, and what is inside a map", async () => {
    const { page } = shown;
    const details = page.getByRole("region", { name: "Details of the state" });
    const distribute = graphNode("Distribute", "succeeded");
    await distribute.focus();
    await page.keyboard.press("Enter");
    await details.getByRole("heading", { name: "Distribute succeeded" }).waitFor();
    expect(await distribute.getAttribute("aria-pressed")).toBe("true");
    expect(await details.getByRole("progressbar", { name: "Items" }).getAttribute("value")).toBe("1");
    expect(await graphNode("DistributeBatch", "succeeded").count()).toBe(0);
    await details.getByRole("button", { name: "Show the 1 state inside" }).click();
    await graphNode("DistributeBatch", "succeeded").waitFor();

    await page.getByRole("button", { name: "Table", exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: "DistributeBatch" });
    expect(await row.innerText()).toMatch(/^DistributeBatch in Distribute\s+succeeded\s+Task/);
    await page.getByRole("button", { name: "Graph", exact: true }).click();
  });

  it("shows the flow of rows with the counts of the ledger", async () => {
    const { page } = shown;
    const run = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const answer = await fetch(`${app.stage.endpoints.api}/v1/runs/${run}`, {
      headers: { authorization: `Bearer ${app.stage.tokens.download}` },
    });
    const { ledger } = (await answer.json()) as {
      ledger: { dates: { date: string; rows: number }[] };
    };
    expect(ledger).toMatchObject({ rowsRead: 3, rowsWritten: 3, rowsRejected: 0 });
    expect(ledger.dates.reduce((sum, { rows }) => sum + rows, 0)).toBe(3);
    const dates = ledger.dates.map(({ date, rows }) => `${date} ${rows}`);
    await page
      .getByRole("img", {
        name: `Flow of rows: Rows read 3, Rows written 3, Rows rejected 0, ${dates.join(", ")}`,
      })
      .waitFor();
    await page.getByText("The rows of each date as a table").click();
    const table = page.getByRole("group", { name: "The rows of each date as a table" });
    const cells = await table.locator("tbody th, tbody td").allInnerTexts();
    expect(cells).toEqual(ledger.dates.flatMap(({ date, rows }) => [date, String(rows)]));
  });

  it("shows statements with their time, and their SQL where it is asked for", async () => {
    const { page } = shown;
    const statements = page.getByRole("region", { name: "Statements" });
    const row = statements.getByRole("row").filter({ hasText: " unload " });
    expect(await row.innerText()).toMatch(/finished\s+[\d.]+/);
    expect(await statements.getByLabel(/^SQL of/).count()).toBe(0);
    await page.getByLabel("Show the SQL").check();
    const sql = statements.getByLabel(/^SQL of .* unload/);
    await sql.waitFor();
    expect(await sql.innerText()).toMatch(/CREATE TEMP TABLE[^]*UNLOAD \('SELECT/);
  });

  it("counts rejected rows by reason", async () => {
    const { page } = shown;
    const lines = ["not a row", "2026-11-21,x", "x".repeat(2_000)];
    await app.s3.send(
      new PutObjectCommand({
        Bucket: app.output("lakeBucket"),
        Key: "work/2026/mended.csv.gz",
        Body: gzipSync(lines.map((line) => `${line}\n`).join("")),
        Metadata: { rows: String(lines.length) },
      }),
    );
    expect(await app.ended(await app.startBatch({}, "rejecting"))).toMatchObject({ status: "SUCCEEDED" });
    await page.goto(runUrl("rejecting"));
    const table = page.getByRole("group", { name: "Rejected rows by reason" });
    await table.waitFor();
    expect(await table.locator("tbody tr").allInnerTexts()).toEqual([
      "Another number of fields than a row has\t2",
      "Longer than any row\t1",
    ]);
    expect(await shown.axe()).toEqual([]);
  });

  it("leads to the child that failed, its cause and its objects, and runs the date again", async () => {
    const { page } = shown;
    const damaged = { Bucket: app.output("lakeBucket"), Key: damagedKey };
    await app.s3.send(new PutObjectCommand({ ...damaged, Body: "not gzip" }));
    expect(await app.ended(await app.startBatch({}, "damaged"))).toMatchObject({ status: "FAILED" });
    await page.goto(runUrl("damaged"));
    const details = page.getByRole("region", { name: "Details of the state" });
    await details.getByRole("heading", { name: /^Distribute/ }).waitFor();
    await details.getByText("ObjectUnreadable", { exact: true }).waitFor();
    expect(await details.getByRole("listitem").allInnerTexts()).toEqual([damagedKey]);
    await graphNode("Failed", "failed").waitFor();

    await app.s3.send(new DeleteObjectCommand(damaged));
    const again = page.getByRole("region", { name: `Run ${yesterdayInTokyo()} again` });
    await again.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: /^api-/ }).waitFor();
    await page.getByRole("main").getByText("Succeeded", { exact: true }).waitFor();
  });

  it("has nothing that axe objects to, in both themes and on three widths", async () => {
    const { page } = shown;
    for (const theme of ["light", "dark"]) {
      await page.getByLabel("Theme").selectOption(theme);
      await page.goto(runUrl("damaged"));
      await graphNode("Failed", "failed").waitFor();
      await page.getByLabel("Show the SQL").check();
      for (const view of ["Graph", "Table"]) {
        await page.getByRole("button", { name: view, exact: true }).click();
        expect(await shown.axe(), `${view} ${theme}`).toEqual([]);
        for (const width of [375, 768, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await shown.overflow(), `${view} at ${width}`).toBe(0);
        }
      }
    }
  });
});
