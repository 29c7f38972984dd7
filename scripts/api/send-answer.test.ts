import { expect, test } from "vitest";
import { readAnswer, retryDelay } from "./send-answer.ts";

function answer(status: number, body: unknown, retryAfter: string | null = null) {
  return { status, retryAfter, text: typeof body === "string" ? body : JSON.stringify(body) };
}

const issues = [{ path: "latitude", message: "must be at most 90, got 91" }];

test("202 decides about every report", () => {
  const body = { result: "ok", accepted: 2, rejected: [{ index: 1, issues }], requestId: "r" };
  expect(readAnswer(answer(202, body), 3)).toEqual({
    kind: "decided",
    accepted: 2,
    rejected: [{ index: 1, issues }],
  });
});

test("400 with a reason for every report decides too", () => {
  const body = { result: "error", accepted: 0, rejected: [{ index: 0, issues }] };
  expect(readAnswer(answer(400, body), 1)).toMatchObject({ kind: "decided", accepted: 0 });
});

test("429 and 503 ask for the batch again, after the time that the server names", () => {
  expect(readAnswer(answer(503, "busy", "5"), 1)).toEqual({
    kind: "again",
    reason: "503 busy",
    retryAfterSeconds: 5,
  });
  expect(readAnswer(answer(429, "Too Many Requests"), 1)).toEqual({
    kind: "again",
    reason: "429 Too Many Requests",
  });
});

test.for([
  ["a request that is wrong as a whole", answer(413, "too large"), 200],
  ["400 without reasons for the reports", answer(400, { result: "error" }), 1],
  ["an answer that is no JSON", answer(202, "<html>"), 1],
  ["an answer that leaves a report out", answer(202, { accepted: 1, rejected: [] }), 2],
  [
    "a reason for a report that was not sent",
    answer(202, { accepted: 1, rejected: [{ index: 2, issues }] }),
    2,
  ],
] as const)("%s raises with the answer", ([, given, count]) => {
  expect(() => readAnswer(given, count)).toThrow(given.text);
});

test("waits double up to ten seconds, with up to a half at random on top", () => {
  expect([1, 2, 3, 9].map((attempt) => retryDelay(attempt, undefined, 0))).toEqual([200, 400, 800, 10_000]);
  expect(retryDelay(1, undefined, 1)).toBe(300);
  expect(retryDelay(1, 5, 0.5)).toBe(6_250);
});
