import { expect, test } from "vitest";
import { asFailure, failureOf } from "./failure.ts";

test("a Problem of the API keeps its code, its words and its request", () => {
  const body = { result: "error", error: { code: "RunInProgress", message: "A run is on" }, requestId: "r1" };
  expect(failureOf(409, body)).toMatchObject({
    status: 409,
    code: "RunInProgress",
    message: "A run is on",
    requestId: "r1",
  });
});

test("API Gateway's own answer, and one without a body, are failures too", () => {
  expect(failureOf(403, { message: "Forbidden" })).toMatchObject({ code: "Status403", message: "Forbidden" });
  expect(failureOf(502, undefined)).toMatchObject({ code: "Status502", message: "The answer was 502" });
});

test("a request without an answer is unreachable", () => {
  expect(asFailure(new TypeError("Failed to fetch"))).toMatchObject({ status: 0, code: "Unreachable" });
});
