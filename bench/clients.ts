// Measures the check of clients' keys, and what it costs a request. Run: node bench/clients.ts
import { randomBytes } from "node:crypto";
import {
  clientKey,
  hashOf,
  matchingKey,
  readClientKey,
  secretBytes,
} from "../packages/core/src/clients/client-key.ts";
import { parseReport } from "../packages/core/src/parse-report.ts";
import { packMessages } from "../packages/core/src/queue-message.ts";
import { workRows } from "../packages/core/src/work-row.ts";
import { measureFrontDoor } from "./clients/front-door.ts";
import { shareFurtherApart } from "./clients/statistics.ts";
import { median } from "./median.ts";

/** Checks that are timed together: the clock counts no fraction of one. */
const batch = 50;
const batches = 4_000;
const now = Date.now();
const right = clientKey("acme", randomBytes(secretBytes));
const kept = new Map([["acme", [{ hash: hashOf(right) }]]]);

/** Each kind of key that may be presented, as fresh as it comes in. */
const presented: Record<string, () => string> = {
  "the right key": () => right,
  "a wrong secret": () => clientKey("acme", randomBytes(secretBytes)),
  "no such client": () => clientKey("emca", randomBytes(secretBytes)),
};

const samples = new Map(Object.keys(presented).map((name): [string, number[]] => [name, []]));

function check(key: string): string | undefined {
  const read = readClientKey(key);
  return read && matchingKey(read, kept.get(read.client) ?? [], now);
}

/** Microseconds of one call, in a batch. */
function timed(calls: (() => unknown)[]): number {
  const began = process.hrtime.bigint();
  for (const call of calls) {
    call();
  }
  return Number(process.hrtime.bigint() - began) / 1_000 / calls.length;
}

// The kinds take turns, so that what else the machine does falls on all of them alike.
for (let round = 0; round < batches; round += 1) {
  for (const [name, make] of Object.entries(presented)) {
    const keys = Array.from({ length: batch }, make);
    samples.get(name)?.push(timed(keys.map((key) => () => check(key))));
  }
}

const report = {
  deviceId: "phone-1",
  timestamp: new Date(now).toISOString(),
  latitude: 35.681236,
  longitude: 139.767125,
  accuracy: 8.5,
  battery: 0.72,
};

function receive(source: string | undefined): string[] {
  const parsed = parseReport(JSON.parse(JSON.stringify(report)), {
    now,
    lateWindowDays: 30,
    futureWindowHours: 24,
  });
  return parsed.ok
    ? packMessages(workRows([parsed.report], { at: now, timeZone: "Asia/Tokyo", source }))
    : [];
}

const receives: { own: number[]; client: number[] } = { own: [], client: [] };
for (let round = 0; round < batches / 4; round += 1) {
  receives.own.push(timed(Array.from({ length: batch }, () => () => receive(undefined))));
  receives.client.push(timed(Array.from({ length: batch }, () => () => receive("acme"))));
}

const own = median(receives.own);
const figures = [...samples].map(([name, values]): [string, number] => [name, median(values)]);
for (const [name, value] of figures) {
  console.log(
    `${name.padEnd(16)} ${value.toFixed(2)} µs a check, ${(value / own).toFixed(3)} of a report's way through receive`,
  );
}
const [, secret = [], client = []] = [...samples.values()];
console.log(
  `wrong secret and no such client: ${(100 * shareFurtherApart(secret, client)).toFixed(1)} % of shufflings are further apart`,
);
console.log(`a report with a source: ${(median(receives.client) / own).toFixed(3)} of one without`);

const { spent, refused } = await measureFrontDoor();
const before = spent.get("the stage's own token, cached")?.receive ?? Number.NaN;
console.log("CPU of a request with one report, of receive with the stage's own token:");
for (const [name, { receive: received, authorize }] of spent) {
  const both = (received + authorize) / before;
  console.log(
    `${name.padEnd(34)} receive ${(received / before).toFixed(2)}, authorize ${(authorize / before).toFixed(2)}, both ${both.toFixed(2)} (${(received + authorize).toFixed(2)} ms)`,
  );
}
const { wrongSecret, noClient } = refused;
console.log(
  `refused at the front door: wrong secret ${median(wrongSecret).toFixed(2)} ms, no such client ${median(noClient).toFixed(2)} ms, ${(100 * shareFurtherApart(wrongSecret, noClient)).toFixed(1)} % of shufflings are further apart`,
);
