import { csvHeader } from "@ashiato/core/columns";
import { exportDocumentKey, unloadPrefix } from "@ashiato/core/export-keys";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { preconditionFailed } from "./conditional-writes.ts";
import { startStage } from "./stage.ts";

const stage = await startStage();
const { handler: summarizeWith } = await import("../src/summarize.ts");
const { handler: publish } = await import("../src/publish.ts");
const { findExportsOfDate } = await import("../src/batch/find-exports.ts");

/** Summarizes as the state machine does, with its settings. */
function summarize(input: object) {
  return summarizeWith({ wholes: { wholeAges: [2, 7, 31], maxLateShare: 0.01 }, ...input });
}

beforeEach(() => stage.reset());
afterAll(() => stage.stop());

const date = "2026-11-21";

/** Claims the next version of the date for a run whose inbox was empty. */
async function claim(run: string, { round = 1 } = {}): Promise<number> {
  const { dates } = await summarize({ run, round, date, room: 30, map: [] });
  return dates.find((each) => each.date === date)?.version ?? 0;
}

async function unload(name: { run: string; version: number }, rows: number, attempt = 0): Promise<void> {
  const prefix = unloadPrefix({ date, ...name, attempt });
  const body = [csvHeader, ...Array.from({ length: rows }, (_, row) => `row ${row}`)]
    .map((line) => `${line}\n`)
    .join("");
  const entry = {
    url: `s3://downloads/${prefix}000.csv`,
    meta: { content_length: body.length, record_count: rows + 1 },
  };
  await stage.write("downloads", `${prefix}000.csv`, body);
  await stage.write("downloads", `${prefix}manifest`, JSON.stringify({ entries: [entry] }));
}

async function exported(name: { run: string; version: number }, rows: number) {
  await unload(name, rows);
  return publishing(name, rows);
}

function publishing(name: { run: string; version: number }, rows: number) {
  return publish({ date, ...name, attempt: 0, counts: { rows, reports: rows, conflicts: 0 } });
}

/** Numbers of the versions that a reader of the API finds, the current one first. */
async function versions(): Promise<number[]> {
  const found = await findExportsOfDate("downloads", date);
  return found.map(({ document }) => document.version);
}

async function mark(name: string): Promise<string> {
  const key = `pending/dt=${date}/${name}.json`;
  await stage.write("lake", key, "{}");
  return key;
}

function pending(): Promise<string[]> {
  return stage.keys("lake", "pending/");
}

test("each run claims the next version, and a repetition finds the claim of its run and round", async () => {
  expect([await claim("run-1"), await claim("run-2"), await claim("run-1")]).toEqual([1, 2, 1]);
  await mark("a");
  expect(await claim("run-1", { round: 2 })).toBe(3);
  expect(await stage.keys("lake", "claims/")).toEqual([1, 2, 3].map((n) => `claims/dt=${date}/${n}.json`));
});

test("a repetition makes a new claim if a later version was published in the meantime", async () => {
  expect(await claim("run-1")).toBe(1);
  const version = await claim("run-2");
  await exported({ run: "run-2", version }, 1);
  expect(await claim("run-1")).toBe(3);
});

test("runs that claim at the same moment get different versions", async () => {
  const runs = Array.from({ length: 8 }, (_, index) => `run-${index}`);
  const versions = await Promise.all(runs.map((run) => claim(run)));
  expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a claim is repeated if S3 could not decide its condition", async () => {
  let conflicts = 2;
  stage.intercept(async ({ method, path }) => {
    if (method !== "PUT" || !path.includes("claims/") || conflicts === 0) {
      return "pass";
    }
    conflicts -= 1;
    const body = preconditionFailed.body.replace("PreconditionFailed", "ConditionalRequestConflict");
    return { ...preconditionFailed, status: 409, body };
  });
  expect(await claim("run-1")).toBe(1);
  expect(conflicts).toBe(0);
});

test("a version follows those of exports that were made without a claim", async () => {
  const version = await claim("run-1");
  await exported({ run: "run-1", version }, 1);
  const document = await stage.read("downloads", exportDocumentKey({ date, run: "run-1", version }));
  stage.reset();
  await stage.write(
    "downloads",
    `exports/dt=${date}/run=old/export.json`,
    JSON.stringify({ ...JSON.parse(document), run: "old", version: 7 }),
  );
  expect(await claim("run-2")).toBe(8);
});

test("an export gives way to one of a higher version, and deletes no marker", async () => {
  const marker = await mark("a");
  const older = { run: "run-1", version: await claim("run-1") };
  const newer = { run: "run-2", version: await claim("run-2") };
  expect(await exported(newer, 5)).toMatchObject({ result: "published", version: 2, rows: 5 });
  expect(await pending()).toEqual([]);
  await mark("a");
  expect(await exported(older, 3)).toEqual({
    result: "superseded",
    date,
    ...older,
    by: { ...newer, rows: 5 },
  });
  expect(await pending()).toEqual([marker]);
  expect(await stage.keys("downloads")).not.toContain(exportDocumentKey({ date, ...older }));
  expect(JSON.parse(await stage.read("lake", `runs/run-1/exports/${date}-v1.json`))).toMatchObject({
    result: "superseded",
    by: { version: 2 },
  });
});

test("an export gives way to one that was published since its claim and holds more, and keeps its markers", async () => {
  const marker = await mark("a");
  const late = { run: "run-1", version: await claim("run-1") };
  const early = { run: "run-2", version: await claim("run-2") };
  await unload(early, 3);
  expect(await exported(late, 5)).toMatchObject({ result: "published", version: 1, rows: 5 });
  await mark("a");
  expect(await exported(early, 3)).toMatchObject({ result: "superseded", by: { version: 1, rows: 5 } });
  expect(await pending()).toEqual([marker]);
});

test("an export of fewer rows than one before its claim is published: the rows were deleted", async () => {
  await exported({ run: "run-1", version: await claim("run-1") }, 5);
  expect(await exported({ run: "run-2", version: await claim("run-2") }, 3)).toMatchObject({
    result: "published",
    version: 2,
    rows: 3,
  });
});

test("an export that is overtaken while it is written deletes no marker and is not the current one", async () => {
  const marker = await mark("a");
  const older = { run: "run-1", version: await claim("run-1") };
  const newer = { run: "run-2", version: await claim("run-2") };
  await unload(older, 3);
  let overtaken = false;
  stage.intercept(async ({ method, path }) => {
    if (
      method === "GET" &&
      decodeURIComponent(path).includes("run=run-1") &&
      path.includes(".csv") &&
      !overtaken
    ) {
      overtaken = true;
      await exported(newer, 5);
      await mark("a");
    }
    return "pass";
  });
  expect(
    await publish({ date, ...older, attempt: 0, counts: { rows: 3, reports: 3, conflicts: 0 } }),
  ).toMatchObject({
    result: "superseded",
    by: { version: 2, rows: 5 },
  });
  expect(overtaken).toBe(true);
  expect(await pending()).toEqual([marker]);
});

test("publish deletes the markers of its claim alone, after its export is there", async () => {
  await mark("a");
  const name = { run: "run-1", version: await claim("run-1") };
  const later = await mark("b");
  stage.intercept(async ({ method, path }) =>
    method === "POST" && path.includes("delete")
      ? { status: 500, contentType: "application/xml", body: "<Error><Code>InternalError</Code></Error>" }
      : "pass",
  );
  await expect(exported(name, 2)).rejects.toThrow("UnknownError");
  expect(await stage.keys("downloads")).toContain(exportDocumentKey({ date, ...name }));
  stage.intercept();
  expect(await exported(name, 2)).toMatchObject({ result: "published", version: 1 });
  expect(await pending()).toEqual([later]);
});

test("publish reads the files of its own attempt", async () => {
  const name = { run: "run-1", version: await claim("run-1") };
  await unload(name, 3, 0);
  await unload(name, 5, 1);
  const published = await publish({
    date,
    ...name,
    attempt: 1,
    counts: { rows: 5, reports: 5, conflicts: 0 },
  });
  expect(published).toMatchObject({ rows: 5 });
});

test("publish refuses a version that another run claimed", async () => {
  const version = await claim("run-1");
  await expect(exported({ run: "run-2", version }, 1)).rejects.toMatchObject({
    name: "InvalidInput",
    message: `Version 1 of ${date} was claimed by run run-1, not by run-2`,
  });
});

test("a run's ledger adds up its rounds, and a late repetition of the first changes nothing", async () => {
  const first = await summarize({ run: "run-1", round: 1, date, room: 30, map: [] });
  const second = await summarize({ run: "run-1", round: 2, date, room: 30, map: [] });
  expect(second).toEqual({ dates: [], ledger: first.ledger });
  await summarize({ run: "run-1", round: 1, date, room: 30, map: [] });
  expect(await stage.keys("lake", "runs/")).toEqual(["runs/run-1/ledger/1.json", "runs/run-1/ledger/2.json"]);
});

describe("a version that changes nothing", () => {
  test("leaves the current export, without files of its own and without markers", async () => {
    const first = { run: "run-1", version: await claim("run-1") };
    await exported(first, 2);
    const before = await stage.keys("downloads");
    await mark("a");
    const second = { run: "run-2", version: await claim("run-2") };
    expect(await exported(second, 2)).toMatchObject({ result: "unchanged", ...first, rows: 2 });
    expect(await pending()).toEqual([]);
    const own = exportDocumentKey({ date, ...second });
    expect(await stage.keys("downloads")).toEqual([...before, own].toSorted());
    expect(JSON.parse(await stage.read("downloads", own))).toMatchObject({ version: 2, unchangedSince: 1 });
    expect(await versions()).toEqual([1]);
    expect(await claim("run-3")).toBe(3);
  });

  test("is the same when it is published again, its files being gone", async () => {
    await exported({ run: "run-1", version: await claim("run-1") }, 2);
    const second = { run: "run-2", version: await claim("run-2") };
    const unchanged = await exported(second, 2);
    expect(await publishing(second, 2)).toEqual(unchanged);
  });

  test.each(["delete", "pending/", "attempt="])(
    "is finished by a repetition after S3 refused to delete what has %s in its request",
    async (where) => {
      await exported({ run: "run-1", version: await claim("run-1") }, 2);
      await mark("a");
      const second = { run: "run-2", version: await claim("run-2") };
      stage.intercept(async ({ method, path }, body) =>
        method === "POST" &&
        path.includes("delete") &&
        decodeURIComponent(path + (await body())).includes(where)
          ? { status: 500, contentType: "application/xml", body: "<Error><Code>InternalError</Code></Error>" }
          : "pass",
      );
      await expect(exported(second, 2)).rejects.toThrow("UnknownError");
      stage.intercept();
      expect(await publishing(second, 2)).toMatchObject({ result: "unchanged", version: 1 });
      expect(await pending()).toEqual([]);
      expect(await stage.keys("downloads", `exports/dt=${date}/run=run-2/`)).toEqual([
        exportDocumentKey({ date, ...second }),
      ]);
    },
  );

  test("is a new version where the current one has lost its file", async () => {
    const first = { run: "run-1", version: await claim("run-1") };
    await exported(first, 2);
    await stage.write("downloads", `${unloadPrefix({ date, ...first, attempt: 0 })}000.csv`, "");
    expect(await exported({ run: "run-2", version: await claim("run-2") }, 2)).toMatchObject({
      result: "published",
      version: 2,
    });
  });

  test("outranks an export that was read before it and is published after it", async () => {
    await exported({ run: "run-1", version: await claim("run-1") }, 3);
    const slow = { run: "run-2", version: await claim("run-2") };
    await unload(slow, 2);
    const marker = await mark("a");
    const quick = { run: "run-3", version: await claim("run-3") };
    expect(await exported(quick, 3)).toMatchObject({ result: "unchanged", version: 1 });
    await mark("a");
    expect(await publishing(slow, 2)).toMatchObject({
      result: "superseded",
      by: { version: 1, run: "run-1" },
    });
    expect(await pending()).toEqual([marker]);
    expect(await versions()).toEqual([1]);
  });

  test("is not superseded by a lower number, even one that is published while it is written", async () => {
    await exported({ run: "run-1", version: await claim("run-1") }, 3);
    const slow = { run: "run-2", version: await claim("run-2") };
    await unload(slow, 2);
    const quick = { run: "run-3", version: await claim("run-3") };
    let overtaken = false;
    stage.intercept(async ({ method, path }) => {
      if (
        method === "PUT" &&
        decodeURIComponent(path).includes("run=run-3") &&
        path.includes("export.json") &&
        !overtaken
      ) {
        overtaken = true;
        await publishing(slow, 2);
      }
      return "pass";
    });
    expect(await exported(quick, 3)).toMatchObject({ result: "unchanged", version: 1 });
    expect(overtaken).toBe(true);
    expect(await versions()).toEqual([1, 2]);
  });
});
