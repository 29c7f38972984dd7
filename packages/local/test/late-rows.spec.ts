import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runSchema } from "@ashiato/core/api/run-schemas";
import { exportChangesSchema, exportSchema } from "@ashiato/core/api/schemas";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runScript } from "./support/run-script.ts";
import { report, RunningStage, tokyoDate } from "./support/running-stage.ts";

let app: RunningStage;
let folder: string;

beforeAll(async () => {
  app = await RunningStage.start();
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-late-"));
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A report of three days before yesterday: between two ages at which a whole CSV is made. */
function reportOf(deviceId: string, secondsOfDay: number, change: object = {}) {
  const { timestamp, ...rest } = report(deviceId, secondsOfDay);
  return { ...rest, timestamp: new Date(Date.parse(timestamp) - 3 * 86_400_000).toISOString(), ...change };
}

const date = tokyoDate(Date.parse(reportOf("a", 0).timestamp));
const devices = ["phone-a", "phone-b", "phone-c", "phone-d"];
/** 600 reports: one a minute of each device, each some metres from the one before. */
const base = devices.flatMap((device, number) =>
  Array.from({ length: 150 }, (_, minute) =>
    reportOf(device, 60 * minute, { latitude: 35 + number + minute / 10_000, speed: 5, accuracy: 4.5 }),
  ),
);

async function send(...reports: object[]): Promise<void> {
  for (let first = 0; first < reports.length; first += 500) {
    expect((await app.post({ locations: reports.slice(first, first + 500) })).status).toBe(202);
  }
}

async function run(input: object = {}): Promise<Record<string, unknown>> {
  const execution = await app.runBatch(input);
  expect(execution.status, execution.cause).toBe("SUCCEEDED");
  return JSON.parse(execution.output ?? "") as Record<string, unknown>;
}

async function ask(route: string): Promise<unknown> {
  const authorization = `Bearer ${app.stage.tokens.download}`;
  const answer = await fetch(`${app.stage.endpoints.api}${route}`, { headers: { authorization } });
  expect(answer.status, route).toBe(200);
  return answer.json();
}

const ashiato = (...words: string[]) =>
  runScript("ashiato.ts", [...words, "--directory", app.directory], folder);

/** Rows that no version has: a jump, a stop at 0,0 and the row behind it, a speed, a device of its own. */
const late = [
  reportOf("phone-b", 30, { latitude: 36, longitude: -100 }),
  reportOf("phone-b", 90, { latitude: 0, longitude: 0 }),
  reportOf("phone-c", 8_930, { latitude: 37.0149, speed: 500 }),
  reportOf("phone-e", 7, { battery: 0.25, charging: true }),
];

it("puts late rows beside the version that lacks them, and lists and links them there", async () => {
  await send(...base);
  expect(await run()).toMatchObject({
    exports: expect.arrayContaining([expect.objectContaining({ date, version: 1, rows: 600 })]),
  });
  await send(late[0]!, late[1]!, base[9]!);
  const night = await run();
  expect(night).toMatchObject({ supplements: [{ date, version: 1, supplement: 1, rows: 2, conflicts: 0 }] });
  expect(runSchema.parse(await ask(`/v1/runs/${String(night["run"])}`))).toMatchObject({
    supplements: [{ date, rows: 2 }],
    statements: expect.not.arrayContaining([
      expect.objectContaining({ name: expect.stringContaining(date) }),
    ]),
  });
  await send(late[2]!, late[3]!);
  expect(await run()).toMatchObject({ supplements: [{ date, version: 1, supplement: 2, rows: 2 }] });

  const found = exportSchema.parse(await ask(`/v1/exports/${date}`));
  expect(found).toMatchObject({
    version: 1,
    rows: 600,
    lateRows: 4,
    supplements: [{ number: 1 }, { number: 2 }],
  });
  const [first, second] = found.supplements;
  const text = await (await fetch(second?.file.url ?? "")).text();
  expect(
    text
      .trimEnd()
      .split("\n")
      .map((line) => line.split(",")[0]),
  ).toEqual(["device_id", "phone-c", "phone-e"]);
  expect(await (await fetch(first?.file.url ?? "")).text()).toContain(",jump,\n");
  const changes = exportChangesSchema.parse(await ask(`/v1/exports/${date}/changes?since=1&supplement=1`));
  expect(changes).toMatchObject({ since: 1, version: 1, supplements: [{ number: 2, rows: 2 }] });
}, 300_000);

it("fetches a version with its late rows as one ordered file, or as separate files", async () => {
  const merged = await ashiato("fetch", date, "--json");
  expect(merged, merged.err).toMatchObject({ code: 0 });
  expect(JSON.parse(merged.out)).toMatchObject({ exports: [{ rows: 604, lateRows: 4, downloaded: true }] });
  expect(JSON.parse((await ashiato("fetch", date, "--json")).out)).toMatchObject({
    exports: [{ rows: 604, downloaded: false }],
  });
  const apart = await ashiato("fetch", date, "--no-merge", "--out", "apart", "--json");
  expect(JSON.parse(apart.out)).toMatchObject({ exports: [{ rows: 600 }] });
  const parts = await Promise.all(
    ["", "_late1", "_late2"].map((end) =>
      readFile(path.join(folder, "apart", `locations_${date}${end}.csv`), "utf8"),
    ),
  );
  const rows = parts.flatMap((text) => text.trimEnd().split("\n").slice(1));
  const all = await readFile(path.join(folder, "out", `locations_${date}.csv`), "utf8");
  const header = parts[0]?.split("\n")[0] ?? "";
  // Devices of one length: the lines are in the order of their device and time.
  expect(all).toBe([header, ...rows.toSorted(), ""].join("\n"));
}, 300_000);

it("exports the whole CSV again on request, with the same rows from the warehouse", async () => {
  expect(await run({ date })).toMatchObject({ exports: [{ date, version: 4, rows: 604 }] });
  const merged = await readFile(path.join(folder, "out", `locations_${date}.csv`), "utf8");
  const lines = merged.trimEnd().split("\n").slice(1);
  const whole = await app.exportedLines(date);
  // What comes right behind a late row was judged without it until now.
  const changed = whole.filter((line, index) => line !== lines[index]);
  expect(changed).toEqual([expect.stringMatching(/^phone-b,.*,jump,$/)]);
  expect(whole.map((line) => (changed.includes(line) ? line.replace(/jump,$/, "ok,") : line))).toEqual(lines);
  const changes = exportChangesSchema.parse(await ask(`/v1/exports/${date}/changes?since=1`));
  expect(changes).toMatchObject({ version: 4, supplements: [], export: { rows: 604, lateRows: 0 } });
}, 300_000);
