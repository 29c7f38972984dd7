import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { failureText } from "../script-error.ts";
import { Progress } from "../terminal/progress.ts";
import { commands } from "./commands.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ashiato-failures-"));
  await writeFile(
    join(folder, "day.csv"),
    "device_id,recorded_at,latitude,longitude\nphone-1,2026-11-21T00:00:00Z,35.68,139.76\n",
  );
  await writeFile(join(folder, "rows.csv"), "2026-11-21,phone-1\n");
  await writeFile(join(folder, "latin.csv"), "2026-11-21,t\u00E9l\u00E9phone\n", "latin1");
  await mkdir(join(folder, "folder"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A call of each command that is right as far as it can be checked before a stage is asked. */
const calls: Record<string, string[]> = {
  inspect: ["none.csv"],
  send: ["day.csv"],
  enroll: ["overland", "--device", "phone-1"],
  run: ["--date", "2026-11-21"],
  exports: [],
  fetch: ["2026-11-21"],
  status: [],
  console: [],
  doctor: [],
  reconcile: [],
  logs: [],
  query: ["SELECT 1"],
  sql: [],
  upload: ["day.csv"],
  clients: ["list"],
  webhooks: ["list"],
  intake: [],
  rejects: ["list"],
  "replay-rejected": ["rejected/rows/"],
  "repair-object": ["rows.csv", "work/repaired/a.csv.gz"],
  env: [],
  aws: ["s3", "ls"],
};

/** Returns what a person reads of the failure of a command that finds no stage in its folder. */
async function failureOf(name: string, words: readonly string[]): Promise<string> {
  const command = await commands.find((each) => each.name === name)?.load();
  const own = words.map((word) => (word.includes(".csv") || word === "folder" ? inFolder(word) : word));
  const io = {
    print: () => undefined,
    progress: new Progress({ write: () => true }, () => 0),
    signal: new AbortController().signal,
  };
  try {
    const options = name === "inspect" ? [] : ["--directory", join(folder, "none")];
    await command?.run([...options, ...own], io);
  } catch (error) {
    return failureText(error).replaceAll(`${folder}/`, "");
  }
  throw new Error(`${name} did not fail`);
}

/** A key of the lake is no file. */
function inFolder(word: string): string {
  return word.startsWith("work/") ? word : join(folder, word);
}

test("every command has a call below, so that a new one is tried as well", () => {
  expect(Object.keys(calls)).toEqual(commands.map(({ name }) => name));
});

test.each(Object.keys(calls).filter((name) => name !== "inspect"))(
  "%s says that no stage runs, and how to start one",
  async (name) => {
    expect(await failureOf(name, calls[name] ?? [])).toBe(
      "No local stage is running (looked in none). Start one in another terminal by npm start, and wait until it says that it is up; for a deployed stage, use --stage NAME.",
    );
  },
);

test.each([
  [["inspect", "none.csv"], "none.csv: the file does not exist"],
  [["inspect", "folder"], "folder: it is a folder, not a file"],
  [["repair-object", "none.csv", "work/a.csv.gz"], "There is no file none.csv"],
  [["repair-object", "folder", "work/a.csv.gz"], "folder is a folder, not a file"],
  [["repair-object", "latin.csv", "work/a.csv.gz"], "latin.csv is not text in UTF-8: save it in UTF-8"],
])("%j names the file that it cannot read", async ([name = "", ...words], text) => {
  expect(await failureOf(name, words)).toContain(text);
});
