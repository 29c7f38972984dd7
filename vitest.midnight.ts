import { vi } from "vitest";

const minute = 60_000;
const day = 24 * 60 * minute;
/** Tokyo is nine hours ahead of UTC, in summer and winter. */
const ahead = 9 * 60 * minute;
/** What the longest spec takes on a slow machine. */
const room = 10 * minute;

function untilMidnightInTokyo(): number {
  return day - ((Date.now() + ahead) % day);
}

// Before a spec is loaded: its stage has the real clock, and if the business day ended meanwhile, "yesterday"
// would be one date to what the spec has sent and another to the run that it starts.
if (untilMidnightInTokyo() < room) {
  process.stderr.write("Specs wait for the business day that is about to end\n");
  await vi.waitUntil(() => untilMidnightInTokyo() >= room, { interval: 1_000, timeout: room + minute });
}
