import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pruneBuilds } from "./prune-builds.ts";

const now = Date.parse("2026-11-27T12:00:00Z");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ashiato-builds-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Makes a build that was last used some hours ago. */
function build(name: string, hours: number): void {
  const place = path.join(folder, name);
  mkdirSync(place);
  writeFileSync(path.join(place, "manifest.json"), "{}");
  const used = new Date(now - hours * 3_600_000);
  utimesSync(place, used, used);
}

const named = (digit: number) => String(digit).repeat(16);

test("the four builds that were used last stay, however old, and all that were used within a day", () => {
  for (const days of [2, 3, 4, 5, 6, 7]) {
    build(named(days), 24 * days);
  }
  pruneBuilds(folder, now);
  expect(readdirSync(folder)).toEqual([2, 3, 4, 5].map(named));

  for (const hours of [1, 8, 9, 0, 6]) {
    build(named(hours), hours);
  }
  pruneBuilds(folder, now);
  expect(readdirSync(folder)).toEqual([0, 1, 6, 8, 9].map(named));
});

test("what a killed process has left goes after a day, what one makes now stays, and so does any other folder", () => {
  build(`${named(1)}.4242.part`, 25);
  build(`${named(1)}.4243.part`, 1);
  build("notes", 24 * 30);
  pruneBuilds(folder, now);
  expect(readdirSync(folder)).toEqual([`${named(1)}.4243.part`, "notes"]);
});

test("an empty folder stays as it is", () => {
  pruneBuilds(folder, now);
  expect(readdirSync(folder)).toEqual([]);
});
