import { expect, test } from "vitest";
import { readFeedBuckets } from "./feed-buckets.ts";

test("buckets come with their accounts, and none is none", () => {
  expect(readFeedBuckets("none")).toEqual([]);
  expect(readFeedBuckets("acme-data:111122223333, of.other:444455556666")).toEqual([
    { bucket: "acme-data", account: "111122223333" },
    { bucket: "of.other", account: "444455556666" },
  ]);
});

test.each(["", "acme-data", "acme-data:12", "Acme:111122223333", "s3://acme-data:111122223333"])(
  "%s is refused",
  (setting) => {
    expect(() => readFeedBuckets(setting)).toThrow(`joined by commas, got ${JSON.stringify(setting)}`);
  },
);
