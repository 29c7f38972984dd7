import { gzipSync } from "node:zlib";
import { schemaVersion } from "@ashiato/core/columns";
import { currentFormat } from "@ashiato/core/work-row";
import { expect, test } from "vitest";
import { readRejected } from "./read-rejected.ts";

/** A row in all of today's columns, as the first version wrote it. */
const row = currentFormat.widen(
  "2026-11-21,phone-1,2026-11-21 02:59:00.000000,35.6800000,139.7600000,5.000,,,,,,,0b0c5f0e-6c0a-8f00-9a00-1c1d1e1f2021,2026-11-21 03:00:00.000000",
);
const report = {
  deviceId: "phone-1",
  timestamp: "2026-11-21T02:59:00.000000Z",
  latitude: 35.68,
  longitude: 139.76,
  accuracy: 5,
};

function read(key: string, text: string): unknown {
  return readRejected(`rejected/${key}`, Buffer.from(text));
}

function message(body: string): string {
  return `${JSON.stringify({ reason: "row 1", messageId: "m", sentAt: null, body })}\n`;
}

test("a CSV of rejected rows yields a report for each complete row", () => {
  const text = `key,reason,row\nwork/a.csv.gz,latitude is wrong,"${row}"\nwork/a.csv.gz,has 2 fields,"a,b"\n`;
  const records = [
    { text: row, reason: "latitude is wrong", report },
    { text: "a,b", reason: "has 2 fields", problem: expect.stringMatching(/^has 2 fields, not \d/) },
  ];
  expect(read("rows/1.csv", text)).toEqual(records);
  expect(readRejected("rejected/repaired/1.csv.gz", gzipSync(text))).toEqual(records);
});

test("the id that a client sent goes with the report", () => {
  const named = row.replace("-8f00-", "-4f00-");
  const text = `key,reason,row\nwork/a.csv.gz,some reason,"${named}"\n`;
  expect(read("conflicts/dt=2026-11-21/run=r/version=1/conflicts_000.csv", text)).toEqual([
    {
      text: named,
      reason: "some reason",
      report: { ...report, reportId: "0b0c5f0e-6c0a-4f00-9a00-1c1d1e1f2021" },
    },
  ]);
});

test("a rejected message yields the rows after its heading", () => {
  expect(read("messages/1.jsonl", message(`ashiato-locations/${schemaVersion}\n${row}\n${row}`))).toEqual([
    { text: row, reason: "row 1", report },
    { text: row, reason: "row 1", report },
  ]);
});

test("a rejected message of JSON yields its reports", () => {
  const [one, two] = [{ deviceId: "a" }, { deviceId: "b" }];
  expect(
    read(
      "messages/1.jsonl",
      message(JSON.stringify(one)) + message(JSON.stringify({ locations: [one, two] })),
    ),
  ).toEqual([one, one, two].map((each) => ({ text: JSON.stringify(each), reason: "row 1", report: each })));
});

test.for(["", "one line", "a\nb", "ashiato-locations/1", "[]", '{"locations":[]}', "7"])(
  "nothing of a message is left out when its body is %j",
  (body) => {
    expect(read("messages/1.jsonl", message(body))).toEqual([
      { text: body, reason: "row 1", problem: expect.stringMatching(/^(is|has) /) },
    ]);
  },
);

test("a line that is not a rejected message is kept unchanged", () => {
  expect(read("messages/1.jsonl", '{"reason":"x"}\n{"bo')).toEqual([
    { text: '{"reason":"x"}', reason: "", problem: expect.stringContaining("is not a rejected message") },
    { text: '{"bo', reason: "", problem: expect.stringContaining("is not a rejected message") },
  ]);
});

test.for([
  [
    "rows/1.csv.gz",
    gzipSync("key,reason,row\n").subarray(0, -6),
    "it is not whole gzip: it was cut off, or is damaged",
  ],
  ["rows/1.csv", Buffer.from("key,reason,row\n"), "it is empty"],
  ["messages/1.jsonl", Buffer.from(""), "it is empty"],
  ["rows/1.csv", Buffer.from("a,b\n1,2\n"), "it has no column row"],
  ["objects/work/1.csv.gz", gzipSync("x"), "this kind of object cannot be replayed"],
  ["conflicts/manifest", Buffer.from("{}"), "this kind of object cannot be replayed"],
] as const)("%s is refused with its reason", ([key, bytes, reason]) => {
  expect(() => readRejected(`rejected/${key}`, bytes)).toThrow(reason);
});

const feature = {
  geometry: { coordinates: [139.76, 35.68] },
  properties: {
    timestamp: "2026-11-21T02:59:00Z",
    device_id: "",
    horizontal_accuracy: 5,
    battery_level: 255,
  },
};

function rejectedReport(change: object): string {
  return `${JSON.stringify({
    reason: "deviceId is required",
    format: "overland",
    requestId: "r",
    receivedAt: "2026-11-21T03:00:00.000Z",
    query: {},
    sender: {},
    body: { kind: "json", value: { locations: [feature] } },
    ...change,
  })}\n`;
}

test("a phone's rejected report is read by the rules of its app, under the device that a person gave it", () => {
  const expected = [
    {
      text: expect.any(String),
      reason: "deviceId is required",
      report: expect.objectContaining({ ...report, timestamp: "2026-11-21T02:59:00Z" }),
    },
  ];
  const text = rejectedReport({ deviceId: "phone-1" });
  expect(read("reports/2026/11/21/1.jsonl", text)).toEqual(expected);
  expect(readRejected("rejected/repaired/reports/1.jsonl.gz", gzipSync(text))).toEqual(expected);
  const form = {
    kind: "text",
    text: "id=phone-1&lat=35.68&lon=139.76&timestamp=2026-11-21T02:59:00Z&accuracy=5",
  };
  expect(read("reports/1.jsonl", rejectedReport({ format: "osmand", body: form }))).toEqual(expected);
});

test.each([
  [
    { format: "owntracks", body: { kind: "json", value: [{ _type: "encrypted", data: "A" }] } },
    "_type is encrypted, and the stage has no key",
  ],
  [{ body: { kind: "base64", base64: "AAAA" } }, "is no text in UTF-8"],
  [{ body: { kind: "text", text: "{" } }, expect.stringMatching(/^is not JSON/)],
  [{ body: { kind: "json", value: 7 } }, expect.stringMatching(/^An Overland request/)],
  [{ format: "telegram" }, expect.stringMatching(/^is not a line of a rejected report: format /)],
])("what is not a report yet stays, with the reason: %j", (change, problem) => {
  expect(read("reports/1.jsonl", rejectedReport(change))).toEqual([
    { text: expect.any(String), reason: expect.any(String), problem },
  ]);
});
