import { expect, test } from "vitest";
import { noticeOf } from "./notice.ts";
import { type Receipt, receiptSchema } from "./receipt.ts";

const arrivedAt = "2026-11-21T10:05:00.123Z";

const failed: Receipt = receiptSchema.parse({
  id: "0a1b",
  client: "partner",
  name: "tracks.csv",
  bytes: 12,
  status: "failed",
  execution: "arn:first",
  attempt: 1,
  arrivedAt,
  endedAt: arrivedAt,
  parts: 1,
  kinds: ["csv"],
  forms: [
    {
      kind: "csv",
      encoding: "utf-8",
      csv: { delimiter: ",", columns: { latitude: "lat", longitude: "lon" }, unused: ["driver"] },
    },
  ],
  rows: { read: 3, accepted: 2, rejected: 1 },
  rejects: [{ line: 3, reason: "latitude must be at most 90", text: "a,2026-11-21T09:00:00Z,95,1" }],
  rejectsKey: "intake/partner/0a1b/attempt=1/rejects.jsonl.gz",
  reason: "SlowDown: Please reduce your request rate.",
  arrival: {
    id: "event",
    time: arrivedAt,
    detail: {
      bucket: { name: "inbox" },
      object: { key: "partner/tracks.csv", size: 12, etag: "e", "version-id": "v", sequencer: "1" },
    },
  },
});

test("the mail about a file that failed names rows with their lines, where all of them lie, and what to do", () => {
  expect(noticeOf(failed, "lake")).toEqual({
    subject: "Ashiato: the file partner/tracks.csv was not taken",
    message: [
      `File: partner/tracks.csv (12 bytes, arrived ${arrivedAt})`,
      "Status: failed",
      "Reason: SlowDown: Please reduce your request rate.",
      "Read as: csv in utf-8, delimited by commas, latitude from lat, longitude from lon; not used: driver",
      "Rows: 3 read, 2 accepted, 1 rejected",
      "",
      "Rejected, the first of them:",
      "  line 3: latitude must be at most 90: a,2026-11-21T09:00:00Z,95,1",
      "",
      "All rejected rows: s3://lake/intake/partner/0a1b/attempt=1/rejects.jsonl.gz",
      "",
      "None of its rows are kept. Mend the file and send it again, or have it taken in as it is:",
      "npm run ashiato -- intake retry 0a1b",
    ].join("\n"),
  });
});

test("the mail about a file that failed while it was registered does not say that none of its rows are kept", () => {
  const { message } = noticeOf({ ...failed, registering: true }, "lake");
  expect(message).toContain("Some of its rows may be among the reports already");
  expect(message).not.toContain("None of its rows are kept");
});
