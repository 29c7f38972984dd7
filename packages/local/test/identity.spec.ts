import { randomUUID } from "node:crypto";
import { deriveReportId } from "@ashiato/core/report-id";
import { afterAll, beforeAll, expect, it } from "vitest";
import { report, RunningStage, tokyoDate } from "./support/running-stage.ts";

let app: RunningStage;

type Sent = ReturnType<typeof reportOf>;

/** A report of noon, the given number of days before yesterday in Tokyo: each case has dates of its own. */
function reportOf(daysBefore: number, change: object = {}) {
  const yesterday = report("phone-1", 43_200);
  const time = Date.parse(yesterday.timestamp) - daysBefore * 86_400_000;
  return { ...yesterday, timestamp: new Date(time).toISOString(), ...change };
}

const id = randomUUID();
const other = { deviceId: "phone-2" };
const moved = { latitude: 12.5, altitude: -3.25 };

/** Reports of one window, which `store` drains together, then those of the next. */
type Case = { day: number; windows: Sent[][]; rows: number; conflicts: number };

function caseOf(day: number, windows: object[][], expected: { rows: number; conflicts: number }): Case {
  return {
    day,
    windows: windows.map((changes) => changes.map((change) => reportOf(day, change))),
    ...expected,
  };
}

const own = { reportId: id };
const cases: Record<string, Case> = {
  "two devices with one id in one window": caseOf(1, [[own, { ...own, ...other }]], {
    rows: 2,
    conflicts: 0,
  }),
  "two devices with one id in two windows": caseOf(2, [[own], [{ ...own, ...other }]], {
    rows: 2,
    conflicts: 0,
  }),
  "one id on two dates in one window, first": caseOf(3, [[own]], { rows: 1, conflicts: 0 }),
  "one id on two dates in one window, second": caseOf(4, [[own]], { rows: 1, conflicts: 0 }),
  "one id on two dates in two windows": caseOf(5, [[], [own]], { rows: 1, conflicts: 0 }),
  "equal reports in one window": caseOf(6, [[own, own]], { rows: 1, conflicts: 0 }),
  "equal reports in two windows": caseOf(7, [[own], [own, own]], { rows: 1, conflicts: 0 }),
  "unequal reports in one window": caseOf(8, [[own, { ...own, ...moved }, own, { ...own, ...moved }]], {
    rows: 1,
    conflicts: 1,
  }),
  "unequal reports in two windows": caseOf(9, [[own], [{ ...own, ...moved }, own, { ...own, ...moved }]], {
    rows: 1,
    conflicts: 1,
  }),
  "reports without an id, equal": caseOf(10, [[{}, {}], [{}]], { rows: 1, conflicts: 0 }),
  "reports without an id, with another battery": caseOf(11, [[{}], [{ battery: 0.5 }]], {
    rows: 1,
    conflicts: 1,
  }),
};

beforeAll(async () => {
  app = await RunningStage.start();
  for (const window of [0, 1]) {
    await bringIn(Object.values(cases).flatMap(({ windows }) => windows[window] ?? []));
  }
  await run();
}, 300_000);

afterAll(async () => {
  await app.stop();
});

/** Takes reports in their order, a request each, and drains them together. */
async function bringIn(reports: Sent[]): Promise<void> {
  for (const each of reports) {
    expect((await app.post(each)).status).toBe(202);
  }
  expect(await app.invoke("Store")).toMatchObject({ functionError: undefined });
}

/** Runs the batch, whose ledger has to balance. */
async function run(): Promise<void> {
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
}

function dateOf(day: number): string {
  return tokyoDate(Date.parse(reportOf(day).timestamp));
}

/** What the newest version of a date says of itself. */
async function newest(date: string): Promise<unknown> {
  const documents = await app.exportDocuments(date);
  return documents.toSorted((a, b) => b.version - a.version)[0];
}

/** The lines below the header of the files of a date's conflicts, of every run. */
async function conflictLines(date: string): Promise<string[]> {
  const keys = await app.keys("lakeBucket", `rejected/conflicts/dt=${date}/`);
  const texts = await Promise.all(keys.map((key) => app.read("lakeBucket", key)));
  return texts.flatMap((text) => text.trimEnd().split("\n").slice(1));
}

/** The sum of the conflicts that `publish` has printed as a metric. */
async function countedConflicts(): Promise<number> {
  const log = (await app.functionLog("Publish")).join("\n");
  const counts = [...log.matchAll(/"_aws":.*"conflicts":(\d+)/g)].map(([, count]) => Number(count));
  expect(counts.length).toBeGreaterThan(0);
  return counts.reduce((sum, count) => sum + count, 0);
}

it.each(Object.entries(cases))(
  "exports %s as the rows that they are",
  async (_, { day, rows, conflicts }) => {
    const date = dateOf(day);
    expect(await newest(date)).toMatchObject({ rows, conflicts });
    expect(await app.exportedLines(date)).toHaveLength(rows);
    expect(await conflictLines(date)).toHaveLength(conflicts);
  },
);

it.each([8, 9])("keeps the first received of two contents, and the other as a rejected row", async (day) => {
  const date = dateOf(day);
  expect((await app.exportedLines(date)).map((line) => line.split(",")[2])).toEqual(["35.6800000"]);
  expect(await conflictLines(date)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^store/dt=${date}/,another report of this source with this device_id and report_id was received first,` +
          `"${date},phone-1,${date} 03:00:00\\.000000,12\\.5000000,139\\.7600000,,-3\\.250,,,,,,${id},[^"]+"$`,
      ),
    ),
  ]);
});

it("counts a conflict as new once, and reports all of them in each version", async () => {
  expect(await countedConflicts()).toBe(3);
  await bringIn([reportOf(8, { ...own, charging: true, battery: 0.25 }), reportOf(9, own)]);
  await run();
  expect(await newest(dateOf(8))).toMatchObject({ version: 2, rows: 1, conflicts: 2 });
  // What came again changes nothing.
  expect(await newest(dateOf(9))).toMatchObject({ version: 1, rows: 1, conflicts: 1 });
  expect(await countedConflicts()).toBe(4);
});

it("refuses another report's derived id, so that it hides no report, and takes it with its own", async () => {
  const { deviceId, timestamp } = reportOf(12);
  const recordedAt = timestamp.replace("T", " ").replace("Z", "000");
  const reportId = deriveReportId({
    deviceId,
    recordedAt,
    latitude: "35.6800000",
    longitude: "139.7600000",
  });
  const answer = await app.post({ locations: [reportOf(12, { ...other, reportId }), reportOf(12)] });
  expect(await answer.json()).toMatchObject({
    accepted: 1,
    rejected: [{ index: 0, issues: [{ path: "reportId", message: expect.stringContaining("version 8") }] }],
  });
  await bringIn([reportOf(12, { reportId })]);
  await run();
  expect((await app.exportedLines(dateOf(12))).map((line) => line.split(",")[11])).toEqual([reportId]);
});
