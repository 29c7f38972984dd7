import { expect, test } from "vitest";
import {
  type Compaction,
  compactionIsDue,
  type MovingCompaction,
  noCompaction,
  partitionFolder,
  removedConflicts,
  settledCompaction,
} from "./compaction.ts";

const date = "2026-10-01";
const limits = { maxFiles: 10, lastAge: 31 };
const files = { date, loose: 3, compacted: 0, compactedOn: undefined };

test("a date is due with too many files, and once when it has reached its last age", () => {
  expect(compactionIsDue(files, "2026-10-05", limits)).toBe(false);
  expect(compactionIsDue({ ...files, loose: 11 }, "2026-10-05", limits)).toBe(true);
  expect(compactionIsDue(files, "2026-10-31", limits)).toBe(false);
  expect(compactionIsDue(files, "2026-11-01", limits)).toBe(true);
  const compacted = { ...files, compacted: 2 };
  expect(compactionIsDue({ ...compacted, compactedOn: "2026-10-20" }, "2026-11-01", limits)).toBe(true);
  expect(compactionIsDue({ ...compacted, compactedOn: "2026-11-01" }, "2026-11-09", limits)).toBe(false);
});

test("one file alone, and files that a compaction has just written, stay as they are", () => {
  expect(compactionIsDue({ ...files, loose: 1 }, "2026-11-01", limits)).toBe(false);
  const compacted = { date, loose: 0, compacted: 20, compactedOn: "2026-10-20" };
  expect(compactionIsDue(compacted, "2026-11-01", limits)).toBe(false);
});

const moving: MovingCompaction = {
  step: "switched",
  run: "night-2",
  folder: `compacted/dt=${date}/run=night-2/attempt=0/`,
  replaced: [
    { key: `store/dt=${date}/b.csv.gz`, bytes: 5, modified: "2026-10-20T00:00:00.000Z" },
    {
      key: `store/dt=${date}/compacted-night-1-0-000.csv.gz`,
      bytes: 5,
      modified: "2026-10-02T00:00:00.000Z",
    },
  ],
  files: [{ from: "x", key: `store/dt=${date}/compacted-night-2-0-000.csv.gz`, bytes: 9, rows: 4 }],
  conflicts: 2,
};
const before: Compaction = {
  date,
  settled: {
    files: [{ from: "y", key: `store/dt=${date}/compacted-night-1-0-000.csv.gz`, bytes: 5, rows: 3 }],
    replaced: [`store/dt=${date}/a.csv.gz`],
    conflicts: 1,
  },
};

test("the partition reads another folder than its own only between the switch and the copy", () => {
  const folder = `store/dt=${date}/`;
  expect(partitionFolder(noCompaction(date))).toBe(folder);
  const planned = { step: "planned" as const, run: "night-2", replaced: moving.replaced };
  expect(partitionFolder({ ...before, moving: planned })).toBe(folder);
  expect(removedConflicts({ ...before, moving: planned })).toBe(1);
  expect(partitionFolder({ ...before, moving })).toBe(moving.folder);
  expect(removedConflicts({ ...before, moving })).toBe(2);
  expect(partitionFolder({ ...before, moving: { ...moving, step: "copied" } })).toBe(folder);
});

test("a settled record names all files of batches that were ever replaced, and the newest files alone", () => {
  expect(settledCompaction(before, moving)).toEqual({
    date,
    settled: {
      files: moving.files,
      replaced: [`store/dt=${date}/a.csv.gz`, `store/dt=${date}/b.csv.gz`],
      conflicts: 2,
    },
  });
});
