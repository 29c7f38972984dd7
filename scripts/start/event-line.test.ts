import { expect, test } from "vitest";
import { eventLine } from "./event-line.ts";

const watched = { storeFunction: "Store", dailyBatchArn: "arn:batch", fileIntakeArn: "arn:intake" };
const counts = { messages: 3, reports: 2, duplicates: 1, rejected: 0, objects: 1, bytes: 200 };

test("a request is its path, its answer and its time, without a token in the query", () => {
  const request = {
    kind: "request",
    apiId: "api",
    method: "POST",
    url: "/v1/locations?access_token=secret",
    statusCode: 202,
    milliseconds: 11.6,
  };
  expect(eventLine({ ...request, kind: "request" }, watched)).toBe("POST /v1/locations 202, 12 ms");
});

function drain(payload: object, { failed = false, functionName = "Store" } = {}): string | undefined {
  const text = JSON.stringify(payload);
  return eventLine({ kind: "invocation", functionName, payload: text, failed, milliseconds: 5 }, watched);
}

test("a drain shows its counts, and one of an empty queue is not shown", () => {
  expect(drain(counts)).toBe("Drain: 3 messages, stored 2 reports in 1 work object, dropped 1 duplicate");
  expect(drain({ ...counts, messages: 0 })).toBeUndefined();
  expect(drain({ any: "answer" }, { functionName: "Receive" })).toBeUndefined();
});

test("a drain that failed shows why, without a stack trace", () => {
  const raised = { errorType: "Error", errorMessage: "S3 is full", trace: ["at store (/app/x.js:1:1)"] };
  expect(drain(raised, { failed: true })).toBe(
    "Drain failed: S3 is full (see npm run ashiato -- logs Store)",
  );
});

test("a mail shows to whom it is, and where it lies", () => {
  const mail = { kind: "mail", to: "a@example.com", subject: "ALARM: x", file: "/stage/mail/1.eml" } as const;
  expect(eventLine(mail, watched)).toBe("Mail to a@example.com: ALARM: x, /stage/mail/1.eml");
});

const ended = {
  kind: "execution ended",
  stateMachineArn: "arn:batch",
  name: "a",
  milliseconds: 9_120,
} as const;

test("a run shows what it exported", () => {
  const output = {
    result: "succeeded",
    exports: [
      { date: "2026-11-25", version: 1, rows: 0, bytes: 120 },
      { date: "2026-11-26", version: 2, rows: 1, bytes: 190 },
    ],
  };
  const line = eventLine({ ...ended, status: "SUCCEEDED", output: JSON.stringify(output) }, watched);
  expect(line).toBe(
    "Run a SUCCEEDED after 9.1 s: exported 2026-11-25 version 1, 0 rows; 2026-11-26 version 2, 1 row",
  );
});

test("a run that failed shows its error and the cause in one line", () => {
  const cause = JSON.stringify({ errorMessage: "2 is not 3", trace: ["at …"] });
  const line = eventLine({ ...ended, status: "FAILED", error: "LedgerMismatch", cause }, watched);
  expect(line).toBe("Run a FAILED after 9.1 s: LedgerMismatch: 2 is not 3");
});

test("a file shows what became of it, and none does that was taken before", () => {
  const taken = { ...ended, stateMachineArn: "arn:intake" };
  const summary = "partner/a.csv is registered. Rows: 2 read, 2 accepted, 0 rejected";
  const output = (result: object) => JSON.stringify({ ...result, subject: "…", message: "…" });
  expect(eventLine({ ...taken, status: "SUCCEEDED", output: output({ summary }) }, watched)).toBe(
    `File ${summary}`,
  );
  expect(eventLine({ ...taken, status: "SUCCEEDED", output: output({}) }, watched)).toBeUndefined();
  const failure = { status: "FAILED", error: "EmptyFile", cause: "a.csv is empty" };
  expect(eventLine({ ...taken, ...failure }, watched)).toBe(
    "File not taken: EmptyFile: a.csv is empty (see npm run ashiato -- intake)",
  );
});

test("an execution of another state machine is not shown", () => {
  expect(
    eventLine({ kind: "execution started", stateMachineArn: "arn:other", name: "b" }, watched),
  ).toBeUndefined();
});
