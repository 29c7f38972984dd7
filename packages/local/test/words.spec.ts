// What a person reads when something is wrong: in the project's words, never in those of Node, zod or an SDK.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { type StageFile, readStageFile } from "../src/stage/stage-file.ts";
import { root } from "./support/evaluated.ts";
import { type Outcome, runScript } from "./support/run-script.ts";

/** A call of each command that asks the API, and of each that asks AWS. */
const askingApi: string[][] = [
  ["send", "day.csv", "--patience", "1"],
  ["run", "--no-store"],
  ["exports"],
  ["fetch", "2026-11-21"],
  ["status"],
  ["reconcile"],
];
const askingAws: string[][] = [
  ["run", "--no-store"],
  ["logs"],
  ["query", "SELECT 1"],
  ["rejects", "list"],
  ["replay-rejected", "rejected/rows/"],
  ["repair-object", "rows.csv", "work/repaired/a.csv.gz"],
];

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

/** Runs commands on the stage. */
async function runEach(calls: readonly string[][]): Promise<[string, Outcome][]> {
  return Promise.all(
    calls.map(async (words): Promise<[string, Outcome]> => [
      words.join(" "),
      await ashiato(...words, "--directory", directory),
    ]),
  );
}

/** A failure that a person can act on: in words, and with an exit code. */
function expectWords([name, { code, err }]: [string, Outcome]): void {
  expect(err, name).not.toBe("");
  expect(err, name).not.toMatch(raw);
  expect(code, `${name}: ${err}`).not.toBe(0);
}

it("fills the stage with the demo's fleet, and says what became of each report", () => {
  expect(said).toMatch(/^Sending a day of 20 devices around Tokyo: [\d,]+ reports, /m);
  expect(said).toMatch(/^Accepted [\d,]+ reports; \d+ were wrong on purpose/m);
  expect(said).toMatch(/^Exported 800 rows of 1 date: \d{4}-\d\d-\d\d\.$/m);
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

it("says that a token was refused, and where the right one is", async () => {
  const wrong = { ingest: "wrong", download: "wrong" };
  for (const outcome of await withStageFile({ tokens: wrong }, () => runEach(askingApi))) {
    expectWords(outcome);
    expect(outcome[1].err, outcome[0]).toMatch(/^The API refused the (?:ingest|download) token \(40[13]\)/m);
  }
});

it("says that AWS refused the key", async () => {
  const { environment } = await running();
  const wrong = { ...environment, AWS_SECRET_ACCESS_KEY: "wrong" };
  for (const outcome of await withStageFile({ environment: wrong }, () => runEach(askingAws))) {
    expectWords(outcome);
    expect(outcome[1].err, outcome[0]).toMatch(/^AWS refused the request: .*What to do: sign in/m);
  }
});

it("says that nothing answers where the stage was", async () => {
  const gone = { ...(await running()).outputs, apiUrl: "http://127.0.0.1:1025" };
  const outcome = await withStageFile({ outputs: gone }, () => ashiato("exports", "--directory", directory));
  expectWords(["exports", outcome]);
  expect(outcome.err).toMatch(/^Nothing answers at 127\.0\.0\.1:1025\. .* npm start$/m);
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
  [["send", "none.csv"], "none.csv: the file does not exist"],
  [["send", "."], "it is a folder, not a file"],
  [["send", "day.csv", "--rejects", "day.csv/x"], "day.csv is a file, so no folder of that name can be made"],
  [["fetch", "DATE", "--out", "day.csv"], "day.csv"],
  [["fetch", "DATE", "--format", "gpx", "--out", "day.csv/x"], "a part of it is a file, not a folder"],
  [["query", "SELECT 1 FROM none"], "none"],
])("says of %j in words what is wrong", async (words, text) => {
  const date = /fetch (\d{4}-\d\d-\d\d)/.exec(said)?.[1] ?? "";
  const given = words.map((word) => (word === "DATE" ? date : word));
  const outcome = await ashiato(...given, "--directory", directory);
  expectWords([words.join(" "), outcome]);
  expect(outcome).toMatchObject({ code: 1, err: expect.stringContaining(text) });
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
