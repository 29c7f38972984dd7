// What a person reads when something is wrong: in the project's words, never in those of Node, zod or an SDK.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { commands } from "../../../scripts/ashiato/commands.ts";
import { type StageFile, readStageFile } from "../src/stage/stage-file.ts";
import { root } from "./support/evaluated.ts";
import { type Outcome, runScript } from "./support/run-script.ts";

/**
 * A call of each command that gets as far as it can without a stage's data. A command without one does not
 * compile into the list below: its name has no entry.
 */
const calls: Record<string, string[]> = {
  inspect: ["day.csv"],
  send: ["day.csv", "--patience", "1"],
  enroll: ["overland", "--device", "phone-1"],
  run: ["--date", "2026-11-21"],
  exports: [],
  fetch: ["2026-11-21"],
  status: [],
  doctor: ["--no-report"],
  logs: [],
  query: ["SELECT 1"],
  sql: [],
  rejects: ["list"],
  "replay-rejected": ["rejected/rows/"],
  "repair-object": ["rows.csv", "work/repaired/a.csv.gz"],
  env: [],
  aws: ["s3", "ls"],
};

/** Words that no person of this project should have to know. */
const raw =
  /ZodError|invalid_type|Invalid input|ERR_[A-Z_]+|\bE(?:NOENT|ACCES|PERM|ISDIR|NOTDIR|EXIST|NOSPC|PIPE|CONN\w+|ADDR\w+)\b|UND_ERR|syscall|errno|fetch failed|undefined|\[object|UnknownError|\$metadata|    at |node:internal|SyntaxError|Unexpected token/;

let folder: string;
let directory: string;
let stage: ChildProcess;
let said = "";
let tokens: StageFile["tokens"];
let port: number;

/** What `--with-demo` says at its end. */
const nextSteps = "In another terminal, in this folder:\n\n  npm run ashiato -- fetch";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ashiato-words-"));
  directory = path.join(folder, "local");
  const rows = "device_id,recorded_at,latitude,longitude\nphone-1,2026-11-21T00:00:00Z,35.68,139.76\n";
  await writeFile(path.join(folder, "day.csv"), rows);
  await writeFile(path.join(folder, "rows.csv"), "2026-11-21,phone-1\n");
  port = await freePort();
  await start("--with-demo", "--reports", "800");
  await waitFor(nextSteps);
  ({ tokens } = await running());
  // A slow machine needs the room.
}, 600_000);

afterAll(async () => {
  await stop("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

async function start(...options: string[]): Promise<void> {
  said = "";
  const words = [path.join(root, "scripts/start.ts"), "--directory", directory, "--port", String(port)];
  stage = spawn(process.execPath, [...words, ...options], { cwd: folder });
  for (const stream of [stage.stdout, stage.stderr]) {
    stream?.on("data", (piece: Buffer) => (said += piece.toString()));
  }
  await waitFor("Ctrl-C stops the stage");
}

async function stop(signal: NodeJS.Signals): Promise<unknown[]> {
  if (stage.exitCode !== null || stage.signalCode !== null) {
    return [stage.exitCode, stage.signalCode];
  }
  const gone = once(stage, "close");
  stage.kill(signal);
  return await gone;
}

async function waitFor(text: string): Promise<void> {
  while (!said.includes(text)) {
    if (stage.exitCode !== null) {
      throw new Error(`npm start ended: ${said}`);
    }
    await once(stage.stdout ?? stage, "data");
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  // Below the ports that the system hands out, so that the next four are most probably free too.
  return typeof address === "object" ? 20_000 + ((address?.port ?? 0) % 10_000) : 0;
}

function ashiato(...words: string[]): Promise<Outcome> {
  return runScript("ashiato.ts", words, folder);
}

async function running(): Promise<StageFile> {
  const found = await readStageFile(directory);
  if (found === undefined) {
    throw new Error("The stage does not run");
  }
  return found;
}

/** Runs every command that asks a stage, each as `calls` has it. */
async function runEach(...options: string[]): Promise<[string, Outcome][]> {
  const asking = commands.filter(({ name }) => name !== "inspect");
  return Promise.all(
    asking.map(
      async ({ name }) =>
        [name, await ashiato(name, ...options, ...(calls[name] ?? []))] as [string, Outcome],
    ),
  );
}

/** A failure that a person can act on: one or a few lines in words, and nothing on standard output. */
function expectWords([name, { code, err }]: [string, Outcome]): void {
  expect(err, name).not.toBe("");
  expect(err, name).not.toMatch(raw);
  expect(code, `${name}: ${err}`).not.toBe(0);
}

it("has a call of every command, so that a new one is tried as well", () => {
  expect(Object.keys(calls)).toEqual(commands.map(({ name }) => name));
});

it("fills the stage with the demo's fleet, and says what became of each report", () => {
  expect(said).toMatch(/^Sending a day of 20 devices around Tokyo: [\d,]+ reports, /m);
  expect(said).toMatch(/^Accepted [\d,]+ reports; \d+ were wrong on purpose/m);
  expect(said).toMatch(/^Exported [\d,]+ rows of \d+ dates: /m);
  // The fleet's own requests are not shown, and its drain and its run are.
  expect(said).not.toContain("POST /v1/locations");
  expect(said).toMatch(/ Drain: \d+ messages, /);
  expect(said).not.toMatch(/Fill the stage|[Ww]arning|undefined/);
});

it("does as it says under the fleet: the first CSV, a track of one device, and a query", async () => {
  const block = said.slice(said.indexOf(nextSteps));
  const lines = [...block.matchAll(/^ {2}npm run ashiato -- (.+)$/gm)].map(([, words = ""]) => words);
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
    const { code, out, err } = await ashiato(...words, "--directory", directory);
    expect(code, err).toBe(0);
    expect(out).toMatch(/: 800 rows|\.gpx\n|tokyo-\d{4}/);
  }
});

it("says where the stage already runs, and which ports another program has", async () => {
  const again = await runScript("start.ts", ["--directory", directory], folder);
  expect(again).toMatchObject({
    code: 1,
    err: expect.stringContaining(`running already, at http://127.0.0.1:${port}`),
  });
  const other = await runScript(
    "start.ts",
    ["--directory", `${directory}-2`, "--port", String(port)],
    folder,
  );
  expect(other.code).toBe(1);
  expect(other.err).toContain(
    `Port ${port}, for api, is taken by a stage of Ashiato that runs in another folder`,
  );
  const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const taken = typeof address === "object" ? (address?.port ?? 0) : 0;
  const foreign = await runScript(
    "start.ts",
    ["--directory", `${directory}-2`, "--port", String(taken)],
    folder,
  );
  expect(foreign).toMatchObject({
    code: 1,
    err: expect.stringContaining(`Port ${taken}, for api, is taken by another program`),
  });
  server.close();
});

it("says of every command that no stage runs, and how to start one", async () => {
  for (const [name, outcome] of await runEach("--directory", path.join(folder, "none"))) {
    expectWords([name, outcome]);
    expect(outcome.err, name).toContain("npm start");
    expect(outcome.code, name).toBe(1);
  }
});

it("says that a token was refused, and where the right one is", async () => {
  const wrong = { ingest: "wrong", download: "wrong" };
  const outcomes = await withStageFile({ tokens: wrong }, () => runEach("--directory", directory));
  const refused = outcomes.filter(([, { code }]) => code !== 0);
  // The others ask AWS alone.
  expect(refused.map(([name]) => name)).toEqual(
    expect.arrayContaining(["send", "run", "exports", "fetch", "status"]),
  );
  refused.forEach(expectWords);
  for (const [name, { err }] of refused.filter(
    ([each]) => calls[each] && !["aws", "replay-rejected", "repair-object"].includes(each),
  )) {
    expect(err, name).toMatch(/The API refused the (?:ingest|download) token \(40[13]\)/);
  }
});

it("says that AWS refused the key", async () => {
  const { environment } = await running();
  const wrong = { ...environment, AWS_SECRET_ACCESS_KEY: "wrong" };
  const outcomes = await withStageFile({ environment: wrong }, () => runEach("--directory", directory));
  const refused = outcomes.filter(([, { code }]) => code !== 0);
  expect(refused.map(([name]) => name)).toEqual(
    expect.arrayContaining(["run", "status", "query", "rejects"]),
  );
  for (const [name, outcome] of refused.filter(([each]) => each !== "aws")) {
    expectWords([name, outcome]);
    expect(outcome.err, name).toContain("AWS refused the request");
  }
});

it("says that the stage is of another version, and which deployed stage is not there", async () => {
  const { apiUrl: _apiUrl, ...rest } = (await running()).outputs;
  const other = await withStageFile({ outputs: rest }, () => ashiato("status", "--directory", directory));
  expectWords(["status", other]);
  expect(other.err).toContain("The stage has no output apiUrl, as it comes from another version of the app");
  const deployed = await ashiato("status", "--stage", "nowhere");
  expectWords(["status", deployed]);
  expect(deployed.err).toContain("npx sst deploy --stage nowhere");
});

/** Runs an action while the stage's file says something else. */
async function withStageFile<Result>(
  change: Partial<StageFile>,
  action: () => Promise<Result>,
): Promise<Result> {
  const file = path.join(directory, "stage.json");
  const text = await readFile(file, "utf8");
  try {
    await writeFile(file, JSON.stringify({ ...(await running()), ...change }));
    return await action();
  } finally {
    await writeFile(file, text);
  }
}

it.each([
  [["inspect", "none.csv"], 1, "none.csv: the file does not exist"],
  [["send", "none.csv"], 1, "none.csv: the file does not exist"],
  [["send", "."], 1, "it is a folder, not a file"],
  [["repair-object", "none.csv", "work/a.csv.gz"], 1, "There is no file none.csv"],
  [["repair-object", ".", "work/a.csv.gz"], 1, "is a folder, not a file"],
  [["rejects", "edit", "rejected/", "--file", "none.csv"], 1, "none.csv"],
  [["send", "day.csv", "--rejects", "day.csv/x"], 1, "day.csv"],
  [["fetch", "DATE", "--out", "day.csv"], 1, "day.csv"],
  [["fetch", "DATE", "--out", "day.csv/x"], 1, "a part of it is a file, not a folder"],
  [["fetch", "DATE", "--format", "gpx", "--out", "day.csv/x"], 1, "a part of it is a file, not a folder"],
  [["query", "SELECT 1 FROM none"], 1, "none"],
])("says of %j in words what is wrong", async (words, code, text) => {
  const date = /fetch (\d{4}-\d\d-\d\d)/.exec(said)?.[1] ?? "";
  const given = words.map((word) => (word === "DATE" ? date : word));
  const own = words.length > 1 || words[0] === "query" ? ["--directory", directory] : [];
  const outcome = await ashiato(...given, ...own);
  expectWords([words.join(" "), outcome]);
  expect(outcome).toMatchObject({ code, err: expect.stringContaining(text) });
});

it("stops without a fault, and then no command finds it", async () => {
  const before = said.length;
  expect(await stop("SIGINT")).toEqual([0, null]);
  expect(said.slice(before)).toBe("Stopping\n");
  expect((await ashiato("status", "--directory", directory)).err).toContain("No local stage is running");
});

it("starts over only if that is asked for, and then keeps its tokens", async () => {
  await start("--fresh", "--quiet");
  const { out } = await ashiato("exports", "--directory", directory);
  expect(out).toMatch(/^No exports from /);
  expect((await running()).tokens).toEqual(tokens);
  await stop("SIGINT");
}, 300_000);
