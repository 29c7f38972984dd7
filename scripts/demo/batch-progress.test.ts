import { expect, test } from "vitest";
import { progressText } from "./batch-progress.ts";

test("the line grows with what is known", () => {
  const statements = { finished: 0, running: 0, failed: 0 };
  expect(progressText({ statements }, 0.4)).toBe("DailyBatch 0 s");
  expect(progressText({ state: "Distribute", items: { done: 3, total: 40 }, statements }, 12.9)).toBe(
    "DailyBatch 12 s · Distribute · objects 3 of 40",
  );
  expect(progressText({ state: "UnloadWait", statements: { finished: 4, running: 2, failed: 1 } }, 60)).toBe(
    "DailyBatch 60 s · UnloadWait · statements 4 finished, 2 running · 1 failed",
  );
});
