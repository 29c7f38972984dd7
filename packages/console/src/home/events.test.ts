import { expect, test } from "vitest";
import type { StageEvent } from "../live/message.ts";
import { withEvent } from "./events.ts";

function started(id: string, time: string): StageEvent {
  return { id, time, type: "runs.started", data: { run: id } };
}

test("events are the newest first, each once, and no more than thirty", () => {
  const known = withEvent([started("a", "2026-11-27T00:00:02Z")], started("b", "2026-11-27T00:00:01Z"));
  expect(withEvent(known, started("a", "2026-11-27T00:00:02Z")).map(({ id }) => id)).toEqual(["a", "b"]);
  let many: StageEvent[] = [];
  for (let number = 0; number < 40; number += 1) {
    many = withEvent(many, started(String(number), new Date(number * 1_000).toISOString()));
  }
  expect([many.length, many[0]?.id]).toEqual([30, "39"]);
});
