import { expect, test } from "vitest";
import { feedOutcome } from "./feed-outcome.ts";

const due = ["a", "b"].map((client) => ({ client, feed: "daily", date: "2026-11-21" }));
const delivered = { ...due[0], result: "delivered", version: 1, rows: 2, bytes: 3, files: 1 };

test("a feed without a result has failed", () => {
  expect(feedOutcome(due, [null, delivered])).toEqual([
    delivered,
    expect.objectContaining({ ...due[1], result: "failed", error: "NoResult" }),
  ]);
});

test("what failed before the feeds were known stays", () => {
  const failed = { result: "failed", error: "States.Timeout", cause: "late" };
  expect(feedOutcome([], [failed])).toEqual([failed]);
});
