import { expect, test } from "vitest";
import { balanceFeed } from "./balance-feed.ts";

const balanced = {
  subject: "acme/daily 2026-11-21",
  published: 9,
  rows: 9,
  matching: 4,
  manifestRows: 4,
  fileRows: 4,
  manifestBytes: 100,
  fileBytes: 100,
};

test("a feed with the rows that it asks for balances", () => {
  expect(() => balanceFeed(balanced)).not.toThrow();
});

test.each([
  [{ published: 10 }, "the table of days has 9 rows where 10 were published"],
  [{ matching: 5 }, "the feed has 4 rows for 5 in the table that it asks for"],
  [{ fileRows: 3 }, "the files have 3 rows where the manifest says 4"],
  [{ fileBytes: 99 }, "the files have 99 bytes where the manifest says 100"],
])("%j does not balance: %s", (change, message) => {
  expect(() => balanceFeed({ ...balanced, ...change })).toThrow(`Feed acme/daily 2026-11-21: ${message}`);
});
