import { expect, test } from "vitest";
import type { Upload } from "../api/client.ts";
import { ApiFailure } from "../api/failure.ts";
import { sendPieces } from "./send-pieces.ts";

const partBytes = 10;

function failure(status: number, code = `Status${status}`): ApiFailure {
  return new ApiFailure(`${status}`, { status, code, requestId: undefined });
}

/** An upload in parts whose links fail with the statuses that are listed for a part, one after the other. */
function uploadOf(parts: number, failing: Record<number, number[]>, code?: string) {
  const there = new Set<number>();
  const seen = { asked: 0, completed: 0, waits: [] as number[], sent: [] as number[], atOnce: 0 };
  let underWay = 0;
  const describe = (): Upload => ({
    upload: "u",
    client: "c",
    name: "a.csv",
    bytes: parts * partBytes,
    status: "waiting",
    statusUrl: "https://api.example/v1/uploads/u",
    createdAt: "2026-11-27T00:00:00Z",
    expiresAt: "2026-11-28T00:00:00Z",
    completeUrl: "https://api.example/v1/uploads/u/complete",
    parts: Array.from({ length: parts }, (_, index) => index + 1)
      .filter((number) => !there.has(number))
      .map((number) => ({
        number,
        from: (number - 1) * partBytes,
        bytes: partBytes,
        url: `https://s3.example/?partNumber=${number}`,
        headers: {},
      })),
  });
  const run = () =>
    sendPieces(describe(), {
      bytes: parts * partBytes,
      put: async ({ from }) => {
        underWay += 1;
        seen.atOnce = Math.max(seen.atOnce, underWay);
        await Promise.resolve();
        underWay -= 1;
        const number = from / partBytes + 1;
        const status = failing[number]?.shift();
        if (status !== undefined) {
          throw failure(status, code);
        }
        there.add(number);
      },
      ask: async () => {
        seen.asked += 1;
        return describe();
      },
      complete: async () => {
        seen.completed += 1;
      },
      wait: async (milliseconds) => {
        seen.waits.push(milliseconds);
      },
      onBytes: (bytes) => {
        seen.sent.push(bytes);
      },
    });
  return { run, seen, there };
}

test("parts are sent three at a time, then put together", async () => {
  const { run, seen, there } = uploadOf(7, {});
  await run();
  expect([there.size, seen.atOnce, seen.completed, seen.asked]).toEqual([7, 3, 1, 0]);
  expect(seen.sent.at(-1)).toBe(70);
});

test("a part that failed is sent again by a new link, without those that are there", async () => {
  const { run, seen, there } = uploadOf(4, { 2: [0, 403], 3: [503] });
  await run();
  expect([there.size, seen.asked, seen.completed]).toEqual([4, 2, 1]);
  expect(seen.waits).toEqual([1_000, 1_000]);
});

test("an upload that gets no part across fails after five attempts, each after a longer wait", async () => {
  const { run, seen } = uploadOf(1, { 1: [0, 0, 0, 0, 503] });
  await expect(run()).rejects.toMatchObject({ status: 503 });
  expect(seen.waits).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(seen.completed).toBe(0);
});

test("a file that can no longer be read is not tried again", async () => {
  const { run, seen } = uploadOf(1, { 1: [0] }, "Unreadable");
  await expect(run()).rejects.toMatchObject({ code: "Unreadable" });
  expect(seen.waits).toEqual([]);
});

test("what no later attempt would change fails at once", async () => {
  const { run, seen } = uploadOf(3, { 2: [400] });
  await expect(run()).rejects.toMatchObject({ status: 400 });
  expect([seen.asked, seen.completed]).toEqual([0, 0]);
});
