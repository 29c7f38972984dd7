import { expect, test } from "vitest";
import { fileCosts } from "./files.ts";
import { pricesOf } from "./prices.ts";

const declared = { convertMegabytes: 2_048, partBytes: 64 * 1024 * 1024 };
const region = "ap-northeast-1";

test("a file of ten million rows each day costs what its parts cost by hand", () => {
  const { lambdaGigabyteSeconds, transitions, s3Put, s3Storage } = pricesOf(region);
  // 30 files × 10 million rows ÷ 50,000 a second = 6,000 s of 2 GB. Each is 1.1 GB: 17 parts, 100 objects.
  const [lambda, others] = fileCosts(declared, { filesPerDay: 1, rowsOfFile: 10_000_000, region });
  expect(lambda?.what).toBe("30 files, 12,000 GB-seconds");
  expect(lambda?.usd).toBeCloseTo(12_000 * lambdaGigabyteSeconds.usd, 6);
  expect(others?.what).toBe("2,640 transitions, 9,300 writes, 33 GB");
  expect(others?.usd).toBeCloseTo(2.64 * transitions.usd + 9.3 * s3Put.usd + 33 * s3Storage.usd, 6);
});

test("no file costs nothing", () => {
  expect(fileCosts(declared, { filesPerDay: 0, rowsOfFile: 1_000, region })).toEqual([]);
});
