import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListMapRunsCommand,
} from "@aws-sdk/client-sfn";
import { runProgress } from "@ashiato/core/daily-batch/run-progress";
import { phases } from "@ashiato/core/daily-batch/states";
import { afterAll, beforeAll, expect, it } from "vitest";
import { report, RunningStage, tokyoDate, yesterdayInTokyo } from "./support/running-stage.ts";

let app: RunningStage;
const date = yesterdayInTokyo();

beforeAll(async () => {
  app = await RunningStage.start();
});

afterAll(async () => {
  await app.stop();
});

it("exports an empty day as a CSV that holds its header alone", async () => {
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  expect(await app.exportDocuments(date)).toMatchObject([{ date, version: 1, rows: 0 }]);
  expect(await app.exportedLines(date)).toEqual([]);
});

it("brings each accepted report once into its date's CSV, ordered by device and time", async () => {
  const reports = [
    report("phone-b", 10),
    report("phone-a", 86_399, { latitude: -89.9999999, longitude: -179.5 }),
    report("phone-a", 0),
    { ...report("phone-a", 5), accuracy: 3.25, battery: 0, charging: false, heading: 359.9, speed: 0 },
  ];
  const answer = await app.post({ locations: [...reports, { ...report("phone-a", 7), latitude: 91 }] });
  expect(answer.status).toBe(202);
  expect(await answer.json()).toMatchObject({
    result: "ok",
    accepted: 4,
    rejected: [{ index: 4, issues: [{ path: "latitude" }] }],
  });
  expect((await app.post(reports[0])).status).toBe(202);

  expect(await app.invoke("Store")).toMatchObject({
    functionError: undefined,
    payload: { messages: 2, reports: 4, duplicates: 1, rejected: 0, objects: 1 },
  });
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");

  const lines = await app.exportedLines(date);
  expect(lines.map((line) => line.split(",").slice(0, 4))).toEqual([
    ["phone-a", `${tokyoDate(Date.parse(date) - 86_400_000)}T15:00:00.000000Z`, "35.6800000", "139.7600000"],
    ["phone-a", `${tokyoDate(Date.parse(date) - 86_400_000)}T15:00:05.000000Z`, "35.6800000", "139.7600000"],
    ["phone-a", `${date}T14:59:59.000000Z`, "-89.9999999", "-179.5000000"],
    ["phone-b", `${tokyoDate(Date.parse(date) - 86_400_000)}T15:00:10.000000Z`, "35.6800000", "139.7600000"],
  ]);
  expect(lines[1]).toContain(",3.250,,,0.000,359.900,0.000,false,");
});

it("gives a late report's date a new version, and keeps the old one listed", async () => {
  const late = {
    ...report("phone-late", 60),
    timestamp: new Date(Date.parse(`${date}T03:00:00Z`) - 5 * 86_400_000).toISOString(),
  };
  const lateDate = tokyoDate(Date.parse(late.timestamp));
  await app.post(late);
  await app.post(report("phone-c", 1));
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  expect((await app.exportDocuments(lateDate)).map(({ version, rows }) => [version, rows])).toEqual([[1, 1]]);
  const versions = await app.exportDocuments(date);
  expect(
    versions.toSorted((a, b) => a.version - b.version).map(({ version, rows }) => [version, rows]),
  ).toEqual([
    [1, 0],
    [2, 4],
    [3, 5],
  ]);
});

it("makes no version when the same reports come again in another window, and says what is unchanged", async () => {
  const before = await app.keys("downloadsBucket", `exports/dt=${date}/`);
  await app.post(report("phone-c", 1));
  const execution = await app.runBatch();
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toMatchObject({
    exports: [],
    unchanged: [{ date, version: 3, rows: 5 }],
  });
  expect(await app.exportedLines(date)).toHaveLength(5);
  // The picture of the version before may come meanwhile.
  const added = (await app.keys("downloadsBucket", `exports/dt=${date}/`)).filter(
    (key) => !before.includes(key) && !key.endsWith("/picture.json.gz"),
  );
  expect(added).toEqual([expect.stringMatching(/\/version=4\/export\.json$/)]);
});

it("exports what was accepted before the run began, though no drain has stored it, and reports through when", async () => {
  expect((await app.post(report("phone-h", 1))).status).toBe(202);
  const { status, startDate, output } = await app.runBatch();
  expect(status).toBe("SUCCEEDED");
  const completeThrough = startDate?.toISOString();
  expect(JSON.parse(output ?? "")).toMatchObject({ completeThrough });
  expect((await app.exportedLines(date)).filter((line) => line.startsWith("phone-h,"))).toHaveLength(1);
  const newest = (await app.exportDocuments(date)).toSorted((a, b) => b.version - a.version)[0];
  expect(newest).toMatchObject({ completeThrough });
  expect(JSON.parse(await app.read("downloadsBucket", "exports/complete-through.json"))).toEqual({
    completeThrough,
  });
});

it("ends a second run at once while one is running, and names the one", async () => {
  await app.post(report("phone-d", 1));
  await app.invoke("Store");
  const first = await app.startBatch();
  const second = await app.runBatch();
  expect(second.status).toBe("SUCCEEDED");
  expect(JSON.parse(second.output ?? "")).toMatchObject({ result: "already_running" });
  expect(second.output).toContain(first.split(":").at(-1));
  expect((await app.ended(first)).status).toBe("SUCCEEDED");
});

it("distributes in child executions of a map run, and leaves the inbox and the markers empty", async () => {
  await app.post(report("phone-e", 1));
  const executionArn = await app.startBatch();
  await app.ended(executionArn);
  const { mapRuns = [] } = await app.sfn.send(new ListMapRunsCommand({ executionArn }));
  expect(mapRuns).toHaveLength(1);
  expect(await app.keys("lakeBucket", "work/")).toEqual([]);
  expect(await app.keys("lakeBucket", "pending/")).toEqual([]);
  const { events = [] } = await app.sfn.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  );
  expect(events.map(({ type }) => type)).toContain("MapRunSucceeded");
});

it("shows every phase of a run in order, its date and its statements, as its history grows", async () => {
  await app.post(report("phone-g", 1));
  const executionArn = await app.startBatch();
  expect((await app.ended(executionArn)).status).toBe("SUCCEEDED");
  const { events = [] } = await app.sfn.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000, includeExecutionData: true }),
  );
  const told = events.map((_, index) => runProgress(events.slice(0, index + 1)));
  const phasesTold = told.map(({ phase }) => phase);
  expect(phasesTold.filter((phase, index) => phase !== phasesTold[index - 1])).toEqual([...phases]);
  expect(told[0]).toEqual({ phase: "plan", statements: [] });
  const run = executionArn.split(":").at(-1);
  expect(told.at(-1)).toEqual({
    phase: "notify",
    date,
    statements: ["add partition", "unload"].map((what) => ({
      id: expect.any(String),
      name: `${run} ${what} ${date}`,
      status: "FINISHED",
    })),
  });
});

it("exports the date that its input names, and refuses what is not a date", async () => {
  const chosen = tokyoDate(Date.parse(date) - 10 * 86_400_000);
  expect((await app.runBatch({ date: chosen })).status).toBe("SUCCEEDED");
  expect(await app.exportDocuments(chosen)).toMatchObject([{ rows: 0 }]);
  const refused = await app.runBatch({ date: "2026-02-30" });
  expect(refused).toMatchObject({ status: "FAILED", error: "InvalidInput" });
  expect(refused.cause).toContain("2026-02-30");
});

it("finds what was stored again at its next start", async () => {
  await app.post(report("phone-f", 1));
  const executionArn = await app.startBatch({ drain: false });
  const run = await app.ended(executionArn);
  expect(JSON.parse(run.output ?? "")).toMatchObject({ completeThrough: null });
  await app.stop({ keep: true });
  app = await RunningStage.start({ directory: app.directory });
  expect(await app.sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: "SUCCEEDED",
  });
  expect(await app.invoke("Store")).toMatchObject({ payload: { reports: 1 } });
  expect((await app.runBatch()).status).toBe("SUCCEEDED");
  expect((await app.exportedLines(date)).filter((line) => line.startsWith("phone-f,"))).toHaveLength(1);
});
