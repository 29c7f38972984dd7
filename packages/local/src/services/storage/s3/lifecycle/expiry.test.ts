import { describe, expect, test } from "vitest";
import { abortOf, dueAfter, expiredVersions, expiryOf, type KeyVersion } from "./expiry.ts";
import type { ExpiryRule } from "./lifecycle-rules.ts";

const everything: ExpiryRule = {
  id: "all",
  prefix: "",
  tags: [],
  minBytes: -1,
  maxBytes: Number.POSITIVE_INFINITY,
};

function version(id: string, time: string, more: Partial<KeyVersion> = {}): KeyVersion {
  return { key: "runs/a", id, bytes: 1, tags: [], since: Date.parse(time), isMarker: false, ...more };
}

function ids(versions: readonly KeyVersion[]): string[] {
  return versions.map(({ id }) => id);
}

// The example of https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
test("days are rounded up to the next midnight UTC, as in S3's own example", () => {
  expect(new Date(dueAfter(Date.parse("2014-01-15T10:30:00Z"), 3)).toISOString()).toBe(
    "2014-01-19T00:00:00.000Z",
  );
});

describe("the current object of a key", () => {
  const object = { key: "runs/a", bytes: 10, tags: [{ key: "k", value: "v" }], since: 0 };

  test("expires by the earliest rule that matches it", () => {
    const rules = [
      { ...everything, id: "late", expiration: { days: 9, isOfMarkers: false } },
      { ...everything, id: "runs", prefix: "runs/", expiration: { days: 2, isOfMarkers: false } },
      { ...everything, id: "others", prefix: "exports/", expiration: { days: 1, isOfMarkers: false } },
    ];
    expect(expiryOf(object, rules)).toEqual({ at: 3 * 86_400_000, rule: "runs" });
    expect(expiryOf({ ...object, key: "else" }, rules)?.rule).toBe("late");
  });

  test.each([
    ["greater than", { minBytes: 9 }, { minBytes: 10 }],
    ["less than", { maxBytes: 11 }, { maxBytes: 10 }],
    ["tag", { tags: [{ key: "k", value: "v" }] }, { tags: [{ key: "k", value: "w" }] }],
  ])("is held to the filter %s", (_name, matching, other) => {
    const expiration = { date: new Date(5), isOfMarkers: false };
    expect(expiryOf(object, [{ ...everything, ...matching, expiration }])).toEqual({ at: 5, rule: "all" });
    expect(expiryOf(object, [{ ...everything, ...other, expiration }])).toBeUndefined();
  });

  test("does not expire by a rule of versions and uploads alone", () => {
    const rule = { ...everything, noncurrent: { days: 1, newer: 0 }, abortDays: 1 };
    expect(expiryOf(object, [rule])).toBeUndefined();
  });
});

describe("versions", () => {
  const rule = { ...everything, noncurrent: { days: 30, newer: 0 } };
  const now = Date.parse("2026-02-01T00:00:00Z");

  const current = version("3", "2026-01-31T12:00:00Z");
  const second = version("2", "2026-01-01T12:00:00Z");
  const first = version("1", "2025-01-01T00:00:00Z");

  test("expire by when the next newer one was made, not by their own age", () => {
    const all = [current, second, first];
    // Version 2 took the place of version 1 on January 1.
    expect(ids(expiredVersions(all, [rule], now - 1))).toEqual([]);
    expect(ids(expiredVersions(all, [rule], now))).toEqual(["1"]);
    expect(ids(expiredVersions(all, [rule], now + 60 * 86_400_000))).toEqual(["2", "1"]);
  });

  test("stay while fewer newer ones than the rule retains are there", () => {
    const retaining = { ...everything, noncurrent: { days: 30, newer: 1 } };
    expect(ids(expiredVersions([current, second, first], [retaining], Infinity))).toEqual(["1"]);
  });

  test("leave a delete marker that goes when it is all that is left", () => {
    const marker = version("3", "2026-01-31T12:00:00Z", { isMarker: true, bytes: 0 });
    const markers = { ...everything, expiration: { isOfMarkers: true } };
    expect(ids(expiredVersions([marker, first], [markers], now))).toEqual([]);
    expect(ids(expiredVersions([marker], [markers], now))).toEqual(["3"]);
    expect(ids(expiredVersions([marker, first], [markers, rule], Infinity))).toEqual(["1", "3"]);
    expect(ids(expiredVersions([first], [markers], now))).toEqual([]);
  });

  test("have a rule of days take a lone delete marker once it is as old", () => {
    const marker = version("3", "2026-01-31T12:00:00Z", { isMarker: true, bytes: 0 });
    const daily = { ...everything, expiration: { days: 1, isOfMarkers: false } };
    expect(ids(expiredVersions([marker], [daily], now))).toEqual([]);
    expect(ids(expiredVersions([marker], [daily], now + 86_400_000))).toEqual(["3"]);
  });
});

test("an upload is aborted a number of days after it began, by the prefix of its key", () => {
  const rule = { ...everything, id: "stale", prefix: "work/", abortDays: 2 };
  expect(abortOf({ key: "work/a", since: 1 }, [rule])).toEqual({ at: 3 * 86_400_000, rule: "stale" });
  expect(abortOf({ key: "else/a", since: 1 }, [rule])).toBeUndefined();
});
