import fc from "fast-check";
import { expect, test } from "vitest";
import { checkRejectedLine, readRejectedLine } from "../rejected-report.ts";
import type { Json, PhoneBody } from "./adapted-reports.ts";
import { type PhoneFormat, phoneFormats } from "../phone-format.ts";
import { adaptRequest, type PhoneRequest } from "./phone-request.ts";
import { rejectedLines, sortRequest } from "./sort-request.ts";

const now = Date.parse("2026-11-21T00:00:00Z");
const window = { now, lateWindowDays: 30, futureWindowHours: 24 };
/** Of each of the five kinds of bodies: 100,000 in all. */
const numRuns = 20_000;

const value = fc.oneof(
  fc.constantFrom(
    "2026-11-20T12:00:00Z",
    1_795_132_800,
    "35.6",
    35.6,
    139.7,
    -1,
    360,
    1.01,
    255,
    -32_768,
    "visit",
  ),
  fc.constantFrom(null, true, "", "Van 7", "phone-1", "足跡", "location", "encrypted", "unplugged", "lwt"),
  fc.integer(),
  fc.string({ maxLength: 3 }),
);
const object = (...keys: string[]) =>
  fc.record(Object.fromEntries(keys.map((key) => [key, value])), { requiredKeys: [] }) as fc.Arbitrary<Json>;
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: value });

const feature = sometimes(
  fc.record({
    geometry: sometimes(fc.record({ coordinates: sometimes(fc.array(value, { maxLength: 3 })) })),
    properties: sometimes(
      object(
        "timestamp",
        "device_id",
        "horizontal_accuracy",
        "vertical_accuracy",
        "altitude",
        "speed",
        "course",
        "action",
      ),
    ),
  }),
);
const message = fc
  .tuple(
    fc.constantFrom("location", "location", "lwt", "encrypted", "new"),
    object("lat", "lon", "tst", "tid", "topic", "acc"),
  )
  .map(([_type, rest]) => ({ ...rest, _type }));
const location = sometimes(
  fc.record({
    timestamp: value,
    coords: sometimes(object("latitude", "longitude", "accuracy", "speed", "heading")),
    battery: sometimes(object("level", "is_charging")),
  }),
);
const fields = fc.dictionary(
  fc.constantFrom("id", "lat", "lon", "timestamp", "speed", "batt"),
  fc.oneof(fc.constantFrom("35.7", "1795132800", "phone 1", ""), fc.string({ maxLength: 3 })),
  { minKeys: 1 },
);

type Sent = { format: PhoneFormat; body: PhoneBody; sent: number };

const kinds: [string, fc.Arbitrary<Sent>][] = [
  [
    "overland",
    fc.array(feature, { maxLength: 4 }).map((locations) => ({
      format: "overland",
      body: { kind: "json", value: { locations } },
      sent: locations.length,
    })),
  ],
  ["owntracks", message.map((one) => ({ format: "owntracks", body: { kind: "json", value: one }, sent: 1 }))],
  [
    "traccar JSON",
    fc.tuple(fc.array(location, { maxLength: 4 }), value).map(([locations, device_id]) => ({
      format: "traccar",
      body: { kind: "json", value: { location: locations, device_id } },
      sent: locations.length,
    })),
  ],
  ["a form", fields.map((each) => ({ format: "osmand", body: { kind: "form", fields: each }, sent: 1 }))],
  [
    "any JSON",
    fc.tuple(fc.constantFrom(...phoneFormats), fc.jsonValue({ maxDepth: 3 })).map(([format, any]) => ({
      format,
      body: { kind: "json", value: any },
      sent: -1,
    })),
  ],
];

function requestOf(format: PhoneFormat, body: PhoneBody): PhoneRequest {
  return { format, query: {}, sender: {}, body };
}

test.each(kinds)(
  "of any body, each thing is a report, an event, or rejected and kept as it came: %s",
  (_, arbitrary) => {
    const checked = (): void =>
      fc.assert(
        fc.property(arbitrary, ({ format, body, sent }) => {
          const adapted = adaptRequest(requestOf(format, body));
          if (!adapted.ok) {
            // The request is kept as a whole: no body of an app's own shape comes here.
            return sent === -1;
          }
          const { reports, rejected, events } = sortRequest(adapted, window);
          const things = reports.length + rejected.length + events;
          const origin = requestOf(format, body);
          const lines = rejectedLines(rejected, adapted.bodyOf, {
            origin: { format, query: origin.query, sender: origin.sender },
            requestId: "r",
            receivedAt: new Date(now),
          });
          const whole = lines.every((line) => checkRejectedLine(line) === undefined && !/[^ -~]/.test(line));
          return (
            whole &&
            lines.length === rejected.length &&
            things === (sent === -1 ? adapted.items.length : sent)
          );
        }),
        { numRuns },
      );
    expect(checked).not.toThrow();
  },
  300_000,
);

test("a line of a rejected report is rejected again for the same reason, and holds nothing else of its request", () => {
  const good = {
    geometry: { coordinates: [139, 35] },
    properties: { timestamp: "2026-11-20T00:00:00Z", device_id: "足" },
  };
  const old = { ...good, properties: { ...good.properties, timestamp: "2026-01-01T00:00:00Z" } };
  const request = requestOf("overland", { kind: "json", value: { locations: [good, old, good] } });
  const adapted = adaptRequest(request);
  if (!adapted.ok) {
    throw new Error(adapted.message);
  }
  const sorted = sortRequest(adapted, window);
  expect(sorted).toMatchObject({
    reports: { length: 2 },
    events: 0,
    rejected: [{ index: 1, deviceId: "x_x8DB3_" }],
  });
  expect(sorted.renamed).toEqual(new Map([["x_x8DB3_", "足"]]));
  const origin = { format: request.format, query: {}, sender: {} };
  const [line = ""] = rejectedLines(sorted.rejected, adapted.bodyOf, {
    origin,
    requestId: "r",
    receivedAt: new Date(now),
  });
  const kept = readRejectedLine(line);
  expect(kept).toEqual({
    reason: 'timestamp must not be older than 30 days, got "2026-01-01T00:00:00Z"',
    format: "overland",
    requestId: "r",
    receivedAt: "2026-11-21T00:00:00.000Z",
    deviceId: "x_x8DB3_",
    query: {},
    sender: {},
    body: { kind: "json", value: { locations: [old] } },
  });
  const again = adaptRequest(requestOf("overland", { kind: "json", value: { locations: [old] } }));
  expect(again.ok && sortRequest(again, { ...window, lateWindowDays: 400 }).reports).toHaveLength(1);
});

test("of many rejected reports a line holds some hundred, with the first reasons", () => {
  const locations = Array.from({ length: 450 }, (_, index) => index);
  const adapted = adaptRequest(requestOf("overland", { kind: "json", value: { locations } }));
  if (!adapted.ok) {
    throw new Error(adapted.message);
  }
  const { rejected } = sortRequest(adapted, window);
  const lines = rejectedLines(rejected, adapted.bodyOf, {
    origin: { format: "overland", query: {}, sender: {} },
    requestId: "r",
    receivedAt: new Date(now),
  });
  const bodies = lines.map((line) => readRejectedLine(line)?.body);
  const kept = bodies.flatMap((body) =>
    body?.kind === "json" ? (body.value as { locations: number[] }).locations : [],
  );
  expect(lines).toHaveLength(3);
  expect(kept).toEqual(locations);
});
