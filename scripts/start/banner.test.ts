import { expect, test } from "vitest";
import { parseReport } from "@ashiato/core/parse-report";
import { banner } from "./banner.ts";

const now = new Date("2026-11-21T03:00:00Z");
const text = banner({
  apiUrl: "http://127.0.0.1:4100",
  environment: { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:4101", AWS_REGION: "ap-northeast-1" },
  tokens: { ingest: "send", download: "fetch" },
  directory: "/app/.ashiato/local",
  storeFunction: "ashiato-local-Store",
  dailyBatchArn: "arn:aws:states:ap-northeast-1:000000000000:stateMachine:DailyBatch",
  downloadsBucket: "downloads",
  timeZone: "Asia/Tokyo",
  now,
});

test("the endpoints stand there to be pasted", () => {
  expect(text).toContain(
    "\n  export AWS_ENDPOINT_URL_S3=http://127.0.0.1:4101\n  export AWS_REGION=ap-northeast-1\n",
  );
});

test("the example is a report that the API accepts", () => {
  const body: unknown = JSON.parse(/-d '(.*)'/.exec(text)?.[1] ?? "");
  const window = { now: now.getTime(), lateWindowDays: 30, futureWindowHours: 24 };
  expect(parseReport(body, window)).toMatchObject({ ok: true });
});
