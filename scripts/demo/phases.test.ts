import { expect, test } from "vitest";
import { Phases, phasesText } from "./phases.ts";

test("parts are timed in their order, and a part that comes again adds up", async () => {
  let now = 0;
  const phases = new Phases(() => now);
  const lasting = (milliseconds: number) => async (): Promise<number> => (now += milliseconds);
  expect(await phases.time("send", lasting(1_500))).toBe(1_500);
  await phases.time("store", lasting(200));
  await phases.time("send", lasting(500));
  expect(phasesText(phases.done)).toBe("send 2.0 s, store 0.2 s");
});
