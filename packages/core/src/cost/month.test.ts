import { expect, test } from "vitest";
import { type DeclaredCosts, monthlyCost, monthlyCostWithFirehose, totalOf } from "./month.ts";
import { pricedRegions, pricesOf } from "./prices.ts";

const declared: DeclaredCosts = {
  receiveMegabytes: 512,
  authorizeMegabytes: 512,
  storeMegabytes: 1_769,
  distributeMegabytes: 1_769,
  refreshPositionsMegabytes: 1_024,
  storeEverySeconds: 300,
  authorizationCachedSeconds: 60,
  baseCapacity: 4,
  maxCapacity: 8,
  usageLimitPerDay: 48,
  alarms: 40,
  dashboards: 1,
  sftpServers: 0,
};
const load = { reportsPerDay: 2_400_000, batch: 1, region: "ap-northeast-1" };

function line(service: string, changes: Partial<typeof load> = {}): number {
  return monthlyCost(declared, { ...load, ...changes }).find((each) => each.service === service)?.usd ?? 0;
}

test("the API costs what 72 million requests cost by hand", () => {
  // 2.4 million reports × 30 days, one a request, at $1.29 a million in Tokyo.
  expect(line("HTTP API")).toBeCloseTo(92.88, 2);
  // Ten times as many: 300 million at $1.29, and 420 million at $1.18.
  expect(line("HTTP API", { reportsPerDay: 24_000_000 })).toBeCloseTo(882.6, 2);
  // Twenty a request: 3.6 million requests.
  expect(line("HTTP API", { batch: 20 })).toBeCloseTo(4.644, 3);
  // At $1.00 a million in Virginia.
  expect(line("HTTP API", { region: "us-east-1" })).toBeCloseTo(72, 2);
});

test("the queue costs what its requests cost by hand", () => {
  // 72 million sends, and 7.2 million receives and as many deletes of ten: 86.4 million at $0.40.
  expect(line("SQS")).toBeCloseTo(34.56, 2);
  // 500 reports are 100,000 bytes: two units of 64 KB for each of 144,000 sends, and 28,800 others.
  expect(line("SQS", { batch: 500 })).toBeCloseTo(0.3168 * 0.4, 4);
});

test("the warehouse costs what its seconds of 4 RPU in nights and in weekly comparisons cost by hand", () => {
  // 60 s + 6.5 dates × 2.4 million rows ÷ 40,000 a second, and ÷ 100,000 for the pictures of 4 = 546 s × 30
  // nights = 16,380 s; and 60 s + 9 dates × 30 s = 330 s × 30/7 weeks = 1,414 s: together 19.77 RPU-hours of
  // 4 RPU, at $0.494.
  expect(line("Redshift")).toBeCloseTo(9.767, 3);
});

test("positions cost what the drains and refreshes of a month cost by hand, and five times that each minute", () => {
  // 8,640 drains: 34,560 writes at $0.0047 a thousand, as many reads at $0.00037, 8,640 GB-seconds at
  // $0.0000133334, and 8,640 invocations at $0.20 a million.
  const expected = 0.1624 + 0.0128 + 0.1152 + 0.0017;
  expect(line("Positions")).toBeCloseTo(expected, 3);
  const eachMinute = monthlyCost({ ...declared, storeEverySeconds: 60 }, load);
  expect(eachMinute.find(({ service }) => service === "Positions")?.usd).toBeCloseTo(5 * expected, 2);
});

test("an SFTP server costs its hours, and none costs nothing", () => {
  const lines = (sftpServers: number) =>
    monthlyCost({ ...declared, sftpServers }, load).filter(({ service }) => service === "SFTP");
  // 720 hours at $0.30.
  expect(lines(1)).toEqual([{ service: "SFTP", what: "720 hours, without $0.04 a GB", usd: 216 }]);
  expect(lines(0)).toEqual([]);
});

test("what is stored costs what its copies cost by hand", () => {
  // 72 million rows of 110 bytes: 7.92 GB, of which the table's files are a fifth, and each of 2.7 versions
  // is 1.4 times as large: 31.52 GB at $0.025.
  expect(line("S3 storage")).toBeCloseTo(0.788, 3);
});

test("Firehose bills a request in steps of five kilobytes", () => {
  const firehose = (batch: number) =>
    monthlyCostWithFirehose(declared, { ...load, batch }).find(({ service }) => service === "Firehose")
      ?.usd ?? 0;
  // 72 million records of 5,120 bytes are 368.64 GB; 7.92 GB are delivered in 14,400 objects.
  expect(firehose(1)).toBeCloseTo(368.64 * 0.029 + 7.92 * 0.02 + 14.4 * (0.005 + 0.0047), 3);
  // Twenty reports are 4,000 bytes: one step.
  expect(firehose(20)).toBeCloseTo(18.432 * 0.029 + 7.92 * 0.02 + 14.4 * (0.005 + 0.0047), 3);
});

test("a month costs less for each report, the more of them a request holds", () => {
  const totals = [1, 20, 200].map((batch) => totalOf(monthlyCost(declared, { ...load, batch })));
  expect(totals.toSorted((a, b) => b - a)).toEqual(totals);
});

test("every price has its source and its day, and a region without prices is refused by name", () => {
  expect(pricedRegions).toEqual(["us-east-1", "ap-northeast-1"]);
  for (const price of pricedRegions.flatMap((region) => Object.values(pricesOf(region)))) {
    expect(price.usd).toBeGreaterThan(0);
    expect(price.source).toMatch(/\S/);
    expect(price.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
  expect(() => monthlyCost(declared, { ...load, region: "eu-north-1" })).toThrow(
    "There are no prices of eu-north-1; known are us-east-1, ap-northeast-1",
  );
});
