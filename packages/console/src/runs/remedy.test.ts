import { expect, test } from "vitest";
import { remedyOf } from "./remedy.ts";

const unreadable = {
  error: "MapRunFailed",
  cause: "1 batch of the inbox not distributed: ObjectUnreadable: s3://lake/work/a.csv.gz: not a gzip file",
};

test("another run is not enough while a work object is corrupt", () => {
  expect(remedyOf(unreadable).kind).toBe("moveObject");
  expect(remedyOf({ error: "StatementFailed", cause: "unload 2026-11-23 ended FAILED" }).kind).toBe("run");
  expect(remedyOf({}).kind).toBe("run");
});

test("a sum that differs is looked for in the day", () => {
  expect(remedyOf({ error: "LedgerMismatch" }).page).toBe("docs/operations.md#a-day-looks-wrong");
});
