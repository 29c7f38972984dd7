import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Export } from "@ashiato/core/api/schemas";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { readStageFile } from "../src/stage/stage-file.ts";
import { type Outcome, runScript } from "./support/run-script.ts";
import { credentialsOf, report, yesterdayInTokyo } from "./support/running-stage.ts";

const date = yesterdayInTokyo();
const reports = 3_000;

let folder: string;
let directory: string;
let stage: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-commands-"));
  directory = path.join(folder, "local");
  await startStage();
  // A slow machine needs the room.
}, 300_000);

afterAll(async () => {
  await stopStage("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

async function startStage(): Promise<void> {
  const script = path.join(import.meta.dirname, "support/stage-process.ts");
  stage = spawn(process.execPath, [script, directory], { stdio: ["ignore", "ignore", "inherit"] });
  await vi.waitFor(async () => expect((await readStageFile(directory))?.pid).toBe(stage.pid), {
    timeout: 240_000,
    interval: 200,
  });
}

async function stopStage(signal: NodeJS.Signals): Promise<void> {
  const gone = once(stage, "exit");
  stage.kill(signal);
  await gone;
}

function ashiato(...words: string[]): Promise<Outcome> {
  return runScript("ashiato.ts", [...words, "--directory", directory], folder);
}

async function writeReports(name: string, lines: string[]): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `device_id,recorded_at,latitude,longitude\n${lines.join("\n")}\n`);
  return file;
}

async function storageClient(): Promise<S3Client> {
  const running = await readStageFile(directory);
  return new S3Client({
    region: "ap-northeast-1",
    credentials: credentialsOf(running?.environment),
    forcePathStyle: true,
    endpoint: running?.environment["AWS_ENDPOINT_URL_S3"] ?? "",
  });
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

type Fetched = { exports: { path: string; rows: number }[]; missing: string[] };

function line(index: number): string {
  const { deviceId, timestamp } = report(`phone-${index % 50}`, index);
  return `${deviceId},${timestamp},35.68,139.76`;
}

it("resumes sending after the stage was killed in the middle, and the CSV holds every report once", async () => {
  const file = await writeReports(
    "day.csv",
    Array.from({ length: reports }, (_, index) => line(index)),
  );
  const send = ["send", file, "--batch", "50", "--rate", "1000", "--patience", "2", "--json"];
  const interrupted = ashiato(...send);
  await vi.waitFor(
    async () => {
      const [name = ""] = await readdir(path.join(folder, "send"));
      const { accepted } = JSON.parse(await readFile(path.join(folder, "send", name), "utf8")) as {
        accepted: number;
      };
      expect(accepted).toBeGreaterThanOrEqual(300);
    },
    { interval: 20 },
  );
  await stopStage("SIGKILL");
  const { code, err } = await interrupted;
  expect(err).toContain("run the same command again to resume");
  expect(code).toBe(1);

  await startStage();
  const resumed = await ashiato(...send);
  expect(resumed).toMatchObject({ code: 0 });
  expect(resumed.err).toMatch(/Resuming after [\d,]+ reports/);
  expect(JSON.parse(resumed.out)).toMatchObject({ reports, accepted: reports, rejected: 0, resumed: true });

  const run = await ashiato("run", "--json");
  expect(run).toMatchObject({ code: 0 });
  expect(JSON.parse(run.out)).toMatchObject({ status: "SUCCEEDED", exports: [{ date, rows: reports }] });

  const fetched = await ashiato("fetch", date, "--json");
  expect(fetched).toMatchObject({ code: 0 });
  const { exports } = JSON.parse(fetched.out) as Fetched;
  const csv = await readFile(path.join(folder, exports[0]?.path ?? ""), "utf8");
  const rows = csv.trimEnd().split("\n").slice(1);
  const exported = rows.map((row) => row.split(",").slice(0, 2).join(","));
  const sent = Array.from({ length: reports }, (_, index) => line(index).split(",").slice(0, 2).join(","));
  expect(exported).toEqual(sent.map((each) => each.replace("Z", "000Z")).toSorted());
  // Two starts of a stage and a dozen processes: a slow machine needs the room.
}, 300_000);

it("fetches exactly the bytes of the API's signed link, and no others under the export's name", async () => {
  const running = await readStageFile(directory);
  const { files } = (await (
    await fetch(`${running?.outputs["apiUrl"]}/v1/exports/${date}`, {
      headers: { authorization: `Bearer ${running?.tokens.download}` },
    })
  ).json()) as Export;
  const [file] = files;
  const linked = await (await fetch(file?.url ?? "")).text();
  const fetched = await ashiato("fetch", date, "--out", "again");
  expect(fetched).toMatchObject({ code: 0, out: expect.stringContaining(`again/locations_${date}.csv\n`) });
  expect(await readFile(path.join(folder, "again", `locations_${date}.csv`), "utf8")).toBe(linked);
  expect((await ashiato("fetch", date, "--out", "again")).out).toContain(", there already\n");

  const one = ["--device", "phone-7", "--format", "geoparquet", "--keep-versions", "--json"];
  const range = await ashiato("fetch", `${dayBefore(date)}..${date}`, ...one);
  expect(JSON.parse(range.out)).toMatchObject({
    exports: [{ path: `out/locations_${date}_v1_phone-7.geo.parquet`, rows: reports / 50 }],
    missing: [dayBefore(date)],
  });

  const none = await ashiato("fetch", date, "--device", "nobody");
  expect(none).toMatchObject({
    code: 0,
    err: expect.stringContaining(`No row of ${date} is of the device nobody`),
  });
  expect(none.out).toMatch(/: 0 rows, from the CSV with sha256:/);

  const s3 = await storageClient();
  const { pathname } = new URL(file?.url ?? "");
  const [, Bucket, ...key] = pathname.split("/");
  const object = { Bucket, Key: decodeURIComponent(key.join("/")) };
  await s3.send(new PutObjectCommand({ ...object, Body: linked.replace("phone-0", "phone-X") }));
  expect(await ashiato("fetch", date, "--out", "changed")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(
      new RegExp(`${file?.name} has the SHA-256 [0-9a-f]{64}, but was published with ${file?.sha256}`),
    ),
  });
  expect(await readdir(path.join(folder, "changed"))).toEqual([]);
  await s3.send(new PutObjectCommand({ ...object, Body: linked }));
  s3.destroy();
});

it("puts rejected reports into a file with the reasons, which can be mended and sent", async () => {
  const file = await writeReports("mixed.csv", [line(1), line(2).replace("35.68", "95"), line(3)]);
  const sent = await ashiato("send", file, "--json");
  expect(sent).toMatchObject({ code: 0 });
  const outcome = JSON.parse(sent.out) as { rejects: string };
  expect(outcome).toMatchObject({ accepted: 2, rejected: 1, rejects: "out/mixed.rejected.csv" });
  const rejects = path.join(folder, outcome.rejects);
  const contents = await readFile(rejects, "utf8");
  expect(contents).toMatch(
    /^device_id,recorded_at,latitude,longitude,.*,rejected_place,rejected_because,rejected_text\n/,
  );
  expect(contents).toContain("latitude must be at most 90, got 95");
  await writeFile(rejects, contents.replace(",95,", ",35,"));
  expect(JSON.parse((await ashiato("send", rejects, "--json")).out)).toMatchObject({
    accepted: 1,
    rejected: 0,
  });
});

it("replays what was rejected, keeps what is rejected again, and deletes only what was accepted in full", async () => {
  const running = await readStageFile(directory);
  const Bucket = running?.outputs["lakeBucket"];
  const s3 = await storageClient();
  const rowOf = (latitude: string): string =>
    `${date},phone-r,${date} 02:00:00.000000,${latitude},139.7600000,,,,,,,,,${date} 02:00:01.000000`;
  const put = (key: string, lines: string[]): Promise<unknown> =>
    s3.send(
      new PutObjectCommand({ Bucket, Key: `rejected/${key}.gz`, Body: gzipSync([...lines, ""].join("\n")) }),
    );
  const rows = (latitudes: string[]): string[] => [
    "key,reason,row",
    ...latitudes.map((each) => `work/a.csv.gz,some reason,"${each}"`),
  ];
  const message = (body: string): string =>
    JSON.stringify({ reason: "some", messageId: "m", sentAt: null, body });
  await put("rows/good.csv", rows([rowOf("35.1"), rowOf("35.2")]));
  await put("rows/mixed.csv", rows([rowOf("35.3"), rowOf("95"), "not a row"]));
  await put("rows/empty.csv", rows([]));
  await put("messages/rows.jsonl", [message(`ashiato-locations/1\n${rowOf("35.4")}`)]);
  await put("messages/json.jsonl", [message(JSON.stringify({ locations: [report("phone-r", 5)] }))]);
  // One line is what was once taken for a heading without rows, sent as nothing, and deleted.
  await put("messages/other.jsonl", [message("a line of something else")]);
  await put("objects/work/a.csv", [rowOf("35.5")]);

  const replayed = await ashiato("replay-rejected", "rejected/", "--delete", "--json");
  expect(replayed).toMatchObject({ code: 1 });
  expect(JSON.parse(replayed.out)).toMatchObject({
    objects: 7,
    records: 8,
    accepted: 5,
    rejected: 3,
    deleted: 3,
    unread: [
      { key: "rejected/objects/work/a.csv.gz", reason: "this kind of object cannot be replayed" },
      { key: "rejected/rows/empty.csv.gz", reason: "it is empty" },
    ],
  });
  expect(replayed.err).toContain("rejected/objects/work/a.csv.gz is left as it is: this kind of object");
  const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "rejected/" }));
  expect(Contents?.map(({ Key }) => Key)).toEqual([
    "rejected/messages/other.jsonl.gz",
    "rejected/objects/work/a.csv.gz",
    "rejected/rows/empty.csv.gz",
    "rejected/rows/mixed.csv.gz",
  ]);
  const still = await readFile(path.join(folder, "out/rejected-again.csv"), "utf8");
  expect(still).toContain("latitude must be at most 90, got 95");
  expect(still).toMatch(/"has 1 field, not \d+[^"]*",not a row/);
  expect(still).toContain("is neither a queue message nor reports as JSON,a line of something else");
  s3.destroy();
});

it("lists rejects, shows them under named columns, and sends what a person made of them", async () => {
  const { objects } = JSON.parse((await ashiato("rejects", "list", "--json")).out) as {
    objects: { key: string }[];
  };
  expect(objects).toContainEqual({
    key: "rejected/rows/mixed.csv.gz",
    modifiedAt: expect.any(String),
    records: 3,
    reasons: [{ reason: "some reason", records: 3 }],
  });
  expect((await ashiato("rejects", "list")).out).toMatch(/^written +records +object +reason\n/);

  const prefix = "rejected/rows/mixed";
  const shown = (await ashiato("rejects", "show", prefix)).out;
  expect(shown).toContain("rejected/rows/mixed.csv.gz#2,some reason,");
  expect(shown).toMatch(/"some reason; has 1 field, not \d+",not a row/);
  const written = await ashiato("rejects", "edit", prefix);
  expect(written).toMatchObject({
    code: 0,
    out: expect.stringContaining("Wrote 3 records to out/rejects.csv"),
  });
  const file = path.join(folder, "out/rejects.csv");
  expect(await readFile(file, "utf8")).toBe(shown);

  const mended = shown.replace(",95,", ",35.6,");
  const edit = ["rejects", "edit", prefix, "--file", "out/rejects.csv", "--delete", "--json"];
  // A line that is taken out was not sent: the object stays.
  await writeFile(file, mended.replace(/^.*not a row\n/m, ""));
  expect(JSON.parse((await ashiato(...edit)).out)).toEqual({
    records: 2,
    accepted: 2,
    rejected: 0,
    deleted: 0,
  });
  await writeFile(file, mended);
  const again = await ashiato(...edit);
  expect(JSON.parse(again.out)).toEqual({ records: 3, accepted: 2, rejected: 1, deleted: 0 });
  expect(again.code).toBe(1);
  const left = await readFile(path.join(folder, "out/rejects-left.csv"), "utf8");
  expect(left).toContain("deviceId is required");

  const row = `phone-r,${date} 02:00:09,35.7,139.76`;
  await writeFile(
    file,
    mended.replace(/^,*(?=rejected\S+,[^\n]*not a row$)/m, (commas) => row + commas.slice(3)),
  );
  expect(JSON.parse((await ashiato(...edit)).out)).toEqual({
    records: 3,
    accepted: 3,
    rejected: 0,
    deleted: 1,
  });
  expect(await ashiato("rejects", "edit", "rejected/rowz/")).toMatchObject({ code: 1 });
  expect(await ashiato("rejects", "delete")).toMatchObject({ code: 2 });
});

it("keeps a rejected object that changed while a person mended it", async () => {
  const running = await readStageFile(directory);
  const s3 = await storageClient();
  const object = { Bucket: running?.outputs["lakeBucket"], Key: "rejected/rows/changed.csv" };
  const rows = (latitude: string): string =>
    `key,reason,row\nwork/a.csv.gz,some reason,"${date},phone-c,${date} 02:00:00.000000,${latitude},139.7600000,,,,,,,,,${date} 02:00:01.000000"\n`;
  await s3.send(new PutObjectCommand({ ...object, Body: rows("35.1") }));
  const mended = (await ashiato("rejects", "show", object.Key)).out;
  // The command reads the object, and then waits for what the person writes.
  const pipe = path.join(folder, "mended.csv");
  execFileSync("sh", ["-c", 'mkfifo "$0"', pipe]);
  const edited = ashiato("rejects", "edit", object.Key, "--file", pipe, "--delete", "--json");
  const writer = await open(pipe, "w");
  await s3.send(new PutObjectCommand({ ...object, Body: rows("35.2") }));
  await writer.writeFile(mended);
  await writer.close();
  const { out, err } = await edited;
  expect(JSON.parse(out)).toEqual({ records: 1, accepted: 1, rejected: 0, deleted: 0 });
  expect(err).toContain(`${object.Key} changed after it was read, so it is not deleted`);
  expect((await ashiato("rejects", "show", object.Key)).out).toContain(",35.2");
  s3.destroy();
});

it("replays nothing and fails where nothing lies under the prefix, and keeps what an earlier replay left", async () => {
  const nothing = await ashiato("replay-rejected", "rejected/rowz/", "--delete", "--json");
  expect(nothing).toMatchObject({ code: 1, out: "" });
  expect(nothing.err).toMatch(/Nothing is under s3:\/\/.*\/rejected\/rowz\/: nothing was sent or deleted/);
  const kept = (await readdir(path.join(folder, "out"))).filter((name) => name.startsWith("rejected-again."));
  expect(kept).toEqual([expect.stringMatching(/^rejected-again\.\d{4}-.*Z\.csv$/)]);
});

it("shows what waits, lists exports and asks the warehouse", async () => {
  const status = JSON.parse((await ashiato("status", "--json")).out) as Record<string, unknown>;
  expect(status).toMatchObject({
    stage: "local",
    queue: { waiting: 10, inFlight: 0 },
    inbox: { objects: 0 },
  });
  expect((await ashiato("exports", "--from", date, "--to", date)).out).toMatch(
    new RegExp(`^date .*\n${date} +1 +3,000 `),
  );
  const sql = `SELECT COUNT(*) AS n FROM lake.locations WHERE dt = '${date}'`;
  expect(await ashiato("query", sql, "--csv")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^n\n\d{4}\n$/),
  });
  expect(await ashiato("query", "DROP TABLE lake.locations")).toMatchObject({ code: 2 });
});

it("ends with 1 and the API's words where there is nothing, and with 2 where it was called wrongly", async () => {
  expect(await ashiato("fetch", "2001-01-01")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(
      /^There is no export of 2001-01-01 \(404 NotFound\)\. npm run ashiato -- exports/,
    ),
  });
  expect(await ashiato("fetch", "2001-01-01..2001-01-03")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/^There is no export from 2001-01-01 to 2001-01-03\. npm run ashiato/),
  });
  expect(await ashiato("fetch", date, "--format", "shapefile")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--format takes one of csv, parquet, geoparquet"),
  });
  expect(await ashiato("run", "--date", "tomorrow")).toMatchObject({ code: 2 });
  expect(await ashiato("send")).toMatchObject({ code: 2 });
  expect(await ashiato("replay-rejected", "work/")).toMatchObject({ code: 2 });
  expect(await ashiato("status", "--stage", "elsewhere")).toMatchObject({ code: 1 });
});

it("sends everything again to a stage that was wiped during the sending, and says so", async () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => line(index));
  const file = await writeReports("wiped.csv", lines);
  const send = ["send", file, "--batch", "50", "--rate", "500", "--patience", "2", "--json"];
  const interrupted = ashiato(...send);
  const checkpoint = async (): Promise<{ path: string; accepted: number }[]> => {
    const names = (await readdir(path.join(folder, "send"))).filter((name) => name.endsWith(".json"));
    const texts = await Promise.all(names.map((name) => readFile(path.join(folder, "send", name), "utf8")));
    return texts.map((text) => JSON.parse(text) as { path: string; accepted: number });
  };
  await vi.waitFor(
    async () =>
      expect((await checkpoint()).find((each) => each.path === file)?.accepted).toBeGreaterThan(100),
    { interval: 20 },
  );
  await stopStage("SIGKILL");
  expect(await interrupted).toMatchObject({ code: 1 });
  await rm(directory, { recursive: true });

  await startStage();
  const anew = await ashiato(...send);
  expect(anew).toMatchObject({ code: 0 });
  expect(anew.err).toMatch(/Starting over: [\d,]+ reports went to an earlier stage local/);
  expect(JSON.parse(anew.out)).toMatchObject({ accepted: 1_000, resumed: false });
  const run = await ashiato("run", "--json");
  expect(JSON.parse(run.out)).toMatchObject({ status: "SUCCEEDED", exports: [{ date, rows: 1_000 }] });
}, 300_000);
