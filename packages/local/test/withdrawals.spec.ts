// A client's bad data: found by its source, taken out of its dates, and put back.
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { auditTrailSchema, clientWithKeySchema } from "@ashiato/core/api/client-schemas";
import { shownDeliverySchema } from "@ashiato/core/api/feed-schemas";
import { shownWithdrawalSchema, withdrawalListSchema } from "@ashiato/core/api/withdrawal-schemas";
import { receiptSchema } from "@ashiato/core/file-intake/receipt";
import { parseReceiptKey } from "@ashiato/core/intake-keys";
import { csvHeader } from "@ashiato/core/columns";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Outcome, runScript } from "./support/run-script.ts";
import { report, RunningStage, tokyoDate, yesterdayInTokyo } from "./support/running-stage.ts";

type Row = Record<string, string>;

/** A date with rows of all, one with rows of the bad client alone, and one that was compacted. */
const date = yesterdayInTokyo();
const alone = tokyoDate(Date.now() - 4 * 86_400_000);
const old = tokyoDate(Date.now() - 33 * 86_400_000);
const dates = [old, alone, date];

let app: RunningStage;
let bad: string;
let good: string;
/** What each date's export has before anything is withdrawn. */
let before: Map<string, Row[]>;

beforeAll(async () => {
  app = await RunningStage.start();
  bad = await add("bad");
  good = await add("good");
});

afterAll(() => app.stop());

function ashiato(...words: string[]): Promise<Outcome> {
  return runScript("ashiato.ts", [...words, "--directory", app.directory], app.directory);
}

async function ask(route: string, token: string, method = "GET", body?: object): Promise<unknown> {
  const answer = await fetch(app.stage.endpoints.api + route, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answered: unknown = await answer.json();
  expect(answer.ok, JSON.stringify(answered)).toBe(true);
  return answered;
}

/** Asks for what cannot be done, and returns the message. */
async function refusal(route: string, method: string, body?: object): Promise<unknown> {
  const answer = await fetch(app.stage.endpoints.api + route, {
    method,
    headers: { authorization: `Bearer ${app.stage.tokens.download}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(409);
  return Object(await answer.json()).error.message;
}

async function auditEntries(action: string): Promise<number> {
  const trail = auditTrailSchema.parse(await ask("/v1/audit", app.stage.tokens.download));
  return trail.entries.filter((entry) => entry.action === action).length;
}

async function add(id: string): Promise<string> {
  const client = { id, name: `Client ${id}`, rights: ["ingest"] };
  const made = await ask("/v1/clients", app.stage.tokens.download, "POST", client);
  return clientWithKeySchema.parse(made).key;
}

/** Sends reports of the same devices and ids with each token, and of one of them other contents as well. */
async function send(token: string, battery: number): Promise<void> {
  const ids = [1, 2, 3].map((number) => `0b5e3f0e-6b1c-4b52-9d5b-00000000000${number}`);
  const locations = ids.map((reportId, index) => ({
    ...report(`van-${index % 2}`, 60 * index),
    reportId,
    battery,
  }));
  await ask("/v1/locations", token, "POST", { locations });
  await ask("/v1/locations", token, "POST", { locations: [{ ...locations[2], battery: battery / 2 }] });
}

/** Leaves two files of a date that has reached its last age, as two batches of a month ago. */
async function storeOld(): Promise<void> {
  const Bucket = app.output("lakeBucket");
  for (const file of [1, 2]) {
    const rows = ["bad", "good", ""].map(
      (source) =>
        `old,${old} 01:00:0${file}.000000,35.68,139.76,,,,,,,,8f0a4f0e-5f4b-4d54-8f5e-00000000000${file},${old} 02:00:00.000000,${source}\n`,
    );
    const Body = gzipSync(rows.join(""));
    await app.s3.send(new PutObjectCommand({ Bucket, Key: `store/dt=${old}/${file}.csv.gz`, Body }));
  }
  await app.s3.send(new PutObjectCommand({ Bucket, Key: `pending/dt=${old}/request-old.json`, Body: "{}" }));
}

async function exportedRows(of: string): Promise<Row[]> {
  const rows: Row[] = parse([csvHeader, ...(await app.exportedLines(of))].join("\n"), { columns: true });
  return rows;
}

function rowsOf(rows: readonly Row[], isWanted: (row: Row) => boolean): Row[] {
  return rows.filter(isWanted);
}

async function night(): Promise<void> {
  const execution = await app.runBatch({ date });
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
}

async function delivered(): Promise<{ version: number; rows: number }> {
  return shownDeliverySchema.parse(await ask(`/v1/feeds/all/${date}`, good));
}

/** The number of rows of each date and source that the warehouse finds in both tables. */
async function rowsOfTables(): Promise<string> {
  const count = (table: string): string =>
    `SELECT '${table}' AS t, dt, COALESCE(source, '-') AS s, COUNT(DISTINCT report_id) AS n FROM lake.${table} GROUP BY 1, 2, 3`;
  const sql = `${count("days")} UNION ALL ${count("locations")} ORDER BY 1, 2, 3`;
  const { code, out, err } = await ashiato("query", "--csv", sql);
  expect(code, err).toBe(0);
  return out;
}

function tablesWith(rows: readonly [date: string, source: string, rows: number][]): string {
  const lines = ["days", "locations"].flatMap((table) => rows.map((row) => [table, ...row].join(",")));
  return `${["t,dt,s,n", ...lines].join("\n")}\n`;
}

async function expectInOrder(): Promise<void> {
  const compared = await ashiato("reconcile", "--from", old, "--to", date);
  expect(compared.code, compared.out).toBe(0);
}

it("finds the rows of a client by their source", async () => {
  await ask("/v1/clients/good/feeds/all", app.stage.tokens.download, "PUT", {});
  await send(bad, 0.9);
  await send(good, 0.8);
  await send(app.stage.tokens.ingest, 0.7);
  const lone = { ...report("lone", 60), timestamp: `${alone}T03:00:00Z` };
  await ask("/v1/locations", bad, "POST", lone);
  await storeOld();
  await night();
  before = new Map(await Promise.all(dates.map(async (of) => [of, await exportedRows(of)] as const)));
  expect([...before.values()].map(({ length }) => length)).toEqual([6, 1, 9]);
  expect(await rowsOfTables()).toBe(
    tablesWith([
      [old, "-", 2],
      [old, "bad", 2],
      [old, "good", 2],
      [alone, "bad", 1],
      [date, "-", 3],
      [date, "bad", 3],
      [date, "good", 3],
    ]),
  );
  expect(await delivered()).toMatchObject({ version: 1, rows: 9 });
  expect(await app.keys("lakeBucket", `compacted/dt=${old}`)).toHaveLength(1);
});

it("takes them out by a command, of compacted dates too, and keeps what the client sent since", async () => {
  for (const of of [old, alone]) {
    await ask("/v1/clients/bad/withdrawals", app.stage.tokens.download, "POST", { date: of });
  }
  expect(await ashiato("clients", "withdraw", "bad", "--date", date)).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringContaining(`The next run takes the rows of bad out of ${date}`) as string,
  });
  // Twice would be once, and of a date without rows nothing at all.
  expect(await refusal("/v1/clients/bad/withdrawals", "POST", { date })).toMatch(
    /^The withdrawal ".+" of the same rows waits for the next run already$/,
  );
  const empty = tokyoDate(Date.now() - 50 * 86_400_000);
  expect(await refusal("/v1/clients/bad/withdrawals", "POST", { date: empty })).toBe(
    `The table has no rows of ${empty}: a run stores those that came since the last one`,
  );
  expect(await auditEntries("rows withdrawn")).toBe(3);
  // Before the run, and with an id of the withdrawn ones.
  const corrected = { ...report("van-0", 0), reportId: "0b5e3f0e-6b1c-4b52-9d5b-000000000001", battery: 0.1 };
  await ask("/v1/locations", bad, "POST", { locations: [corrected] });
  await night();
  for (const of of dates) {
    const rows = await exportedRows(of);
    const others = rowsOf(before.get(of) ?? [], ({ source }) => source !== "bad");
    expect(rowsOf(rows, ({ source }) => source !== "bad")).toEqual(others);
    expect(rowsOf(rows, ({ source }) => source === "bad").map(({ battery }) => battery)).toEqual(
      of === date ? ["0.100"] : [],
    );
  }
  const [newest, first] = (await app.exportDocuments(date)).toSorted((a, b) => b.version - a.version);
  expect([first?.conflicts, newest?.conflicts]).toEqual([3, 2]);
  expect(await rowsOfTables()).toBe(
    tablesWith([
      [old, "-", 2],
      [old, "good", 2],
      [date, "-", 3],
      [date, "bad", 1],
      [date, "good", 3],
    ]),
  );
  expect(await delivered()).toMatchObject({ version: newest?.version, rows: 7 });
  await expectInOrder();
});

it("keeps what it took out, lists it, and tells of it in the audit trail", async () => {
  const shown = await ashiato("clients", "withdrawals", "bad", "--json");
  const { withdrawals } = withdrawalListSchema.parse(JSON.parse(shown.out));
  // Of the date with a conflict, the table had one row more than the export.
  expect(withdrawals.map((each) => [each.date, each.state, each.rows, each.by])).toEqual([
    [date, "withdrawn", 4, "stage"],
    [alone, "withdrawn", 1, "stage"],
    [old, "withdrawn", 2, "stage"],
  ]);
  const keys = await app.keys("lakeBucket", "withdrawn/");
  const texts = await Promise.all(
    keys.map(async (Key) => {
      const { Body } = await app.s3.send(new GetObjectCommand({ Bucket: app.output("lakeBucket"), Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    }),
  );
  const lines = texts.flatMap((text) => text.trimEnd().split("\n"));
  expect(lines.map((line) => line.split(",").at(-1))).toEqual(Array.from({ length: 7 }, () => "bad"));
  const trail = auditTrailSchema.parse(await ask("/v1/audit", app.stage.tokens.download));
  expect(trail.entries.filter(({ action }) => action === "rows withdrawn")).toEqual(
    withdrawals.map(({ id, date: of }) =>
      expect.objectContaining({
        client: "bad",
        by: "stage",
        details: { date: of, withdrawal: id },
      }),
    ),
  );
});

it("puts them back by a command, each once", async () => {
  const listed = await ask("/v1/clients/bad/withdrawals", app.stage.tokens.download);
  const [{ id } = { id: "" }, ...others] = withdrawalListSchema.parse(listed).withdrawals;
  expect(await ashiato("clients", "give-back", "bad", id)).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringContaining(`The next run puts 4 rows of bad back into ${date}`) as string,
  });
  for (const other of others) {
    await ask(`/v1/clients/bad/withdrawals/${other.id}`, app.stage.tokens.download, "DELETE");
  }
  await night();
  for (const of of dates) {
    // The report that was sent again meanwhile came later than the first.
    expect(await exportedRows(of), of).toEqual(before.get(of));
  }
  await expectInOrder();
  // A second time there is nothing to do, and nothing to tell of.
  expect(await auditEntries("rows returned")).toBe(3);
  expect(await ask(`/v1/clients/bad/withdrawals/${id}`, app.stage.tokens.download, "DELETE")).toMatchObject({
    state: "returned",
  });
  expect(await auditEntries("rows returned")).toBe(3);
  expect(await ashiato("clients", "give-back", "bad", "../x")).toMatchObject({
    code: 1,
    err: expect.stringContaining('The client "bad" has no withdrawal "../x"') as string,
  });
});

it("takes rows out again with the run that puts them back, and names the device", async () => {
  const withdraw = ["clients", "withdraw", "bad", "--date", date, "--device", "van-0"];
  const first = await ashiato(...withdraw);
  expect(first).toMatchObject({
    code: 0,
    out: expect.stringContaining(`takes the rows of bad's device van-0 out of ${date}`) as string,
  });
  const [, id = ""] = /give-back bad (\S+)/.exec(first.out) ?? [];
  expect((await ashiato("clients", "withdrawals", "bad")).out).toMatch(
    /van-0 +- +asked +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+09:00 +stage/,
  );
  await night();
  const without = await exportedRows(date);
  expect(rowsOf(without, (row) => row["source"] === "bad" && row["device_id"] === "van-0")).toEqual([]);
  expect(await ashiato("clients", "give-back", "bad", id)).toMatchObject({ code: 0 });
  expect(await ashiato(...withdraw)).toMatchObject({ code: 0 });
  await night();
  expect(await exportedRows(date)).toEqual(without);
  await expectInOrder();
});

it("takes a file in again whose rows were withdrawn", async () => {
  const Body = `device_id,recorded_at,latitude,longitude\nfiled,${alone}T04:00:00Z,35,139\n`;
  const drop = async (name: string): Promise<string> => {
    await app.s3.send(new PutObjectCommand({ Bucket: app.output("inboxBucket"), Key: `bad/${name}`, Body }));
    return vi.waitFor(
      async () => {
        const keys = (await app.keys("lakeBucket", "intake/bad/")).filter((key) => parseReceiptKey(key));
        const receipts = await Promise.all(
          keys.map(async (key) => receiptSchema.parse(JSON.parse(await app.read("lakeBucket", key)))),
        );
        const ended = receipts.find((each) => each.name === name && each.endedAt !== null);
        expect(ended).toBeDefined();
        return ended?.status ?? "";
      },
      { interval: 100 },
    );
  };
  const filed = async () => rowsOf(await exportedRows(alone), (row) => row["device_id"] === "filed").length;
  expect(await drop("first.csv")).toBe("registered");
  expect(await drop("copy.csv")).toBe("same");
  await night();
  expect(await filed()).toBe(1);
  const withdraw = ["clients", "withdraw", "bad", "--date", alone, "--device", "filed"];
  expect(await ashiato(...withdraw)).toMatchObject({ code: 0 });
  await night();
  expect(await filed()).toBe(0);
  expect(await drop("again.csv")).toBe("registered");
  await night();
  expect(await filed()).toBe(1);
});

it("does not put rows back that a later withdrawal would take out again", async () => {
  const asked = (body: object) =>
    ask("/v1/clients/bad/withdrawals", app.stage.tokens.download, "POST", { date, ...body });
  const { id } = shownWithdrawalSchema.parse(await asked({ device: "van-1" }));
  const { id: later } = shownWithdrawalSchema.parse(await asked({}));
  expect(await refusal(`/v1/clients/bad/withdrawals/${id}`, "DELETE")).toBe(
    `The later withdrawal "${later}" takes the rows of "${id}" out as well: take it back first`,
  );
  for (const each of [later, id]) {
    expect(
      await ask(`/v1/clients/bad/withdrawals/${each}`, app.stage.tokens.download, "DELETE"),
    ).toMatchObject({ id: each, state: "returning" });
  }
});
