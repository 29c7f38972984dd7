import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setAsideIn } from "./set-aside.ts";
import { setAsideIfDamaged } from "./sound-database.ts";

let directory: string;
let file: string;
const said: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "ashiato-database-"));
  file = path.join(directory, "states/states.sqlite");
  mkdirSync(path.dirname(file));
  said.length = 0;
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (a TEXT); BEGIN");
  const insert = database.prepare("INSERT INTO t VALUES (?)");
  for (let row = 0; row < 2_000; row += 1) {
    insert.run("x".repeat(100));
  }
  database.exec("COMMIT");
  database.close();
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function check(): void {
  const now = () => new Date("2026-11-21T00:00:00Z");
  setAsideIfDamaged(file, setAsideIn({ directory, now, say: (line) => said.push(line) }));
}

test("a sound database is kept, and a missing one is ignored", () => {
  check();
  rmSync(file);
  check();
  expect(said).toEqual([]);
});

test.for([
  ["cut off", () => truncateSync(file, 40_000)],
  ["no database", () => writeFileSync(file, "x".repeat(8192))],
  ["overwritten in the middle", () => writeFileSync(file, readFileSync(file).fill(0x5a, 8192, 65_536))],
] as const)("one that is %s is set aside by name", ([, damage]) => {
  damage();
  check();
  expect(said).toEqual([
    expect.stringMatching(/^Set aside states\/states\.sqlite in .*2026-11-21T00-00-00.000Z: SQLite /),
  ]);
  expect(readdirSync(path.join(directory, "set-aside/2026-11-21T00-00-00.000Z/states"))).toContain(
    "states.sqlite",
  );
  expect(readdirSync(path.dirname(file))).toEqual([]);
});
