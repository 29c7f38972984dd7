import { finalErrors } from "@ashiato/core/daily-batch/function-errors";
import * as lambda from "@aws-sdk/client-lambda";
import * as redshiftData from "@aws-sdk/client-redshift-data";
import { expect, it } from "vitest";
import { scriptedDefinition, type Script, runScripted, serviceError } from "./support/scripted-batch.ts";

const date = "2026-11-25";

const limits = {
  objectsPerBatch: 12,
  maxConcurrency: 24,
  maxExports: 4,
  maxFiles: 300,
  maxCompactions: 4,
  maxDates: 30,
  drainTimeLimitSeconds: 900,
  drainWaitSeconds: 60,
  statementTimeLimitSeconds: 3_600,
  statementPollSeconds: 1,
  parquet: true,
  timeLimitSeconds: 21_600,
  wholes: { wholeAges: [2, 7, 31], maxLateShare: 0.01 },
  quality: { maxSpeedMetresPerSecond: 400, minJumpMetres: 1_000 },
};

const ledger = { objects: 0, rowsRead: 0, rowsWritten: 0, rowsRejected: 0 };

/** What a night answers on which nothing goes wrong. */
const answers: Record<string, unknown> = {
  plan: { result: "planned", run: "scripted", date, drain: true },
  store: { drained: true },
  summarize: { dates: [{ date, version: 1, mode: "whole" }], ledger },
  publish: { result: "published", date, version: 1 },
  compact: { dates: [{ date }] },
  conclude: { result: "closed", dates: [] },
  executeStatement: { Id: "a-statement" },
  batchExecuteStatement: { Id: "a-statement" },
  describeStatement: { Id: "a-statement", Status: "FINISHED" },
  getStatementResult: { Records: [[{ LongValue: 1 }, { LongValue: 1 }, { LongValue: 0 }]] },
};

/** A night on which the calls of one name fail as `fault` says, by how many were made before. */
function night(
  called: string,
  fault: (before: number) => Error | undefined,
): Script & { calls: () => number } {
  let calls = 0;
  const answer = (name: string) => {
    if (name === called) {
      calls += 1;
      const error = fault(calls - 1);
      if (error) {
        throw error;
      }
    }
    return answers[name];
  };
  return { lambda: answer, sdk: answer, calls: () => calls };
}

it("goes through a night on which nothing fails", async () => {
  const run = await runScripted(
    limits,
    night("nothing", () => undefined),
  );
  expect(run.status, run.cause).toBe("SUCCEEDED");
});

it("drains the queue again until it is drained, and says up to when all is exported", async () => {
  let drains = 0;
  const { lambda, sdk } = night("nothing", () => undefined);
  const run = await runScripted(limits, {
    lambda: (name, payload) => {
      if (name !== "store") {
        return lambda(name, payload);
      }
      drains += 1;
      if (drains === 1) {
        throw serviceError("StoreFailed", "S3 is away");
      }
      return { drained: drains === 4 };
    },
    sdk,
  });
  expect(drains).toBe(4);
  expect(JSON.parse(run.output ?? "")).toMatchObject({ completeThrough: run.startDate?.toISOString() });
});

it.each([
  ["never is empty", () => ({ drained: false })],
  ["cannot be drained", () => Promise.reject(serviceError("StoreFailed", "S3 is away"))],
])("goes on with what is in the inbox when the queue %s, and says so", async (_, store) => {
  const { lambda, sdk } = night("nothing", () => undefined);
  const asked: Record<string, unknown>[] = [];
  const run = await runScripted(limits, {
    lambda: (name, payload) => {
      asked.push({ name, ...payload });
      return name === "store" ? store() : lambda(name, payload);
    },
    sdk,
  });
  expect(run.status, run.cause).toBe("SUCCEEDED");
  expect(JSON.parse(run.output ?? "")).toMatchObject({ completeThrough: null });
  expect(run.seconds).toBeGreaterThanOrEqual(limits.drainTimeLimitSeconds);
  expect(run.seconds).toBeLessThan(2 * limits.drainTimeLimitSeconds);
  expect(asked.find(({ name }) => name === "summarize")).toMatchObject({ completeThrough: null });
});

it("leaves the queue as it is on request, and raises no alarm for it", async () => {
  const { lambda, sdk } = night("nothing", () => undefined);
  const asked: Record<string, unknown>[] = [];
  const run = await runScripted(limits, {
    lambda: async (name, payload) => {
      asked.push({ name, ...payload });
      return name === "plan"
        ? { result: "planned", run: "scripted", date, drain: false }
        : lambda(name, payload);
    },
    sdk,
  });
  expect(run.status, run.cause).toBe("SUCCEEDED");
  expect(JSON.parse(run.output ?? "")).toMatchObject({ completeThrough: null });
  expect(asked.map(({ name }) => name)).not.toContain("store");
  expect(asked.find(({ name }) => name === "summarize")).toMatchObject({ drain: false });
});

it("waits for minutes while Lambda throttles", async () => {
  const script = night("summarize", (before) =>
    before < 9 ? serviceError("TooManyRequestsException", "Rate Exceeded.") : undefined,
  );
  const run = await runScripted(limits, script);
  expect(run.status, run.cause).toBe("SUCCEEDED");
  expect(run.seconds).toBeGreaterThan(120);
});

const statementActions = [
  "executeStatement",
  "batchExecuteStatement",
  "describeStatement",
  "getStatementResult",
];

const passing = [
  "ActiveStatementsExceededException",
  "ExecuteStatementException",
  "BatchExecuteStatementException",
  "InternalServerException",
  // An error that the API does not model, such as throttling, and a network that failed.
  "RedshiftDataException",
  "SdkClientException",
];

it.each(statementActions.flatMap((action) => passing.map((error) => [action, error] as const)))(
  "asks again when %s answers %s",
  async (action, error) => {
    const run = await runScripted(
      limits,
      night(action, (before) => (before < 5 ? serviceError(error) : undefined)),
    );
    expect(run.status, `${run.error} ${run.cause}`).toBe("SUCCEEDED");
  },
);

const final = ["ValidationException", "ResourceNotFoundException", "AccessDeniedException"];

it.each(statementActions.flatMap((action) => final.map((error) => [action, error] as const)))(
  "ends at once when %s answers %s, with its own words",
  async (action, error) => {
    const script = night(action, () => serviceError(error, "what is wrong"));
    const run = await runScripted(limits, script);
    expect(run).toMatchObject({ status: "FAILED", error: `RedshiftData.${error}` });
    expect(run.cause).toContain("what is wrong");
    expect(script.calls()).toBe(1);
  },
);

it.each([
  ["its UNLOAD fails", "describeStatement", { Status: "FAILED", Error: "no room" }, "StatementFailed"],
  ["its UNLOAD does not end", "describeStatement", { Status: "STARTED" }, "StatementTimedOut"],
  ["its UNLOAD is refused", "executeStatement", "ValidationException", "RedshiftData.ValidationException"],
  ["its switch fails", "switch", "ObjectUnreadable", "Lambda.ObjectUnreadable"],
])("ends well without a compaction if %s, and reports it", async (_, failing, answer, error) => {
  const { lambda: answerOf, sdk } = night("nothing", () => undefined);
  const reported: unknown[] = [];
  let exported = false;
  const fail = () => {
    if (typeof answer === "string") {
      throw serviceError(answer, "as scripted");
    }
    return { Id: "a-statement", ...answer };
  };
  const run = await runScripted(limits, {
    lambda: (name, payload) => {
      const step = name === "compact" ? String(payload["step"]) : "";
      exported ||= name === "publish";
      if (step === "report failed") {
        reported.push(payload);
      }
      return step === failing ? fail() : answerOf(name, payload);
    },
    sdk: (action) => (exported && action === failing ? fail() : sdk(action, {}, 0)),
  });
  expect(run.status, run.cause).toBe("SUCCEEDED");
  expect(reported).toEqual([expect.objectContaining({ date, error, cause: expect.any(String) as string })]);
});

it.each([
  ["in the session of the rows that its export has staged", "AVAILABLE", ["compact staged"]],
  ["from its partition where that session has ended", "CLOSED", ["compact staged", "compact"]],
])("compacts a date %s", async (_, session, submitted) => {
  const { lambda: answerOf, sdk } = night("nothing", () => undefined);
  const calls: Record<string, unknown>[] = [];
  const run = await runScripted(limits, {
    lambda: answerOf,
    sdk: (action, parameters) => {
      if (action === "executeStatement" || action === "batchExecuteStatement") {
        calls.push(parameters);
        if (parameters["SessionId"] !== undefined && session === "CLOSED") {
          throw serviceError("ValidationException");
        }
        return { Id: "a-statement", ...(action === "batchExecuteStatement" && { SessionId: "a-session" }) };
      }
      return sdk(action, {}, 0);
    },
  });
  expect(run.status, run.cause).toBe("SUCCEEDED");
  const [, staging, ...compactions] = calls;
  expect(staging).toMatchObject({ SessionKeepAliveSeconds: limits.timeLimitSeconds });
  expect(compactions.map(({ StatementName }) => StatementName)).toEqual(
    submitted.map((purpose) => `scripted ${purpose} ${date}`),
  );
  const [staged] = compactions;
  expect(staged).toMatchObject({ SessionId: "a-session", Sql: expect.stringContaining("FROM staged_rows") });
  expect(staged).not.toHaveProperty("WorkgroupName");
  expect(JSON.parse(run.output ?? "{}")).toMatchObject({ exports: [answers["publish"]] });
  expect(run.output).not.toContain("a-session");
});

it("exports without a compaction where none can be planned", async () => {
  const { lambda: answerOf, sdk } = night("nothing", () => undefined);
  const steps: unknown[] = [];
  const run = await runScripted(limits, {
    lambda: (name, payload) => {
      if (name === "compact") {
        steps.push(payload["step"]);
      }
      if (payload["step"] === "plan") {
        throw serviceError("ObjectUnreadable");
      }
      return answerOf(name, payload);
    },
    sdk,
  });
  expect(run.status, run.cause).toBe("SUCCEEDED");
  expect(JSON.parse(run.output ?? "{}")).toMatchObject({ exports: [answers["publish"]] });
  expect(new Set(steps)).toEqual(new Set(["settle", "plan"]));
});

it("keeps no session of a date that it does not compact", async () => {
  const { lambda: answerOf, sdk } = night("nothing", () => undefined);
  const kept: unknown[] = [];
  const run = await runScripted(limits, {
    lambda: (name, payload) => (name === "compact" ? { dates: [] } : answerOf(name, payload)),
    sdk: (action, parameters) => {
      if (action === "batchExecuteStatement") {
        kept.push(parameters["SessionKeepAliveSeconds"]);
      }
      return sdk(action, parameters, 0);
    },
  });
  expect(run.status, run.cause).toBe("SUCCEEDED");
  expect(kept).toEqual([0]);
});

/** Errors of any service, and of the SDK for Java by which Step Functions calls it, that no API models. */
const unmodelled = {
  RedshiftData: ["AccessDeniedException", "RedshiftDataException", "SdkClientException"],
  Lambda: [],
};

it("matches only errors of Step Functions, of the batch, and those that the service's SDK exports", () => {
  const sdks = { RedshiftData: redshiftData, Lambda: lambda };
  const known = new Set<string>([
    "States.ALL",
    "States.TaskFailed",
    ...finalErrors,
    ...(["RedshiftData", "Lambda"] as const).flatMap((service) =>
      [...Object.keys(sdks[service]), ...unmodelled[service]].map((name) => `${service}.${name}`),
    ),
  ]);
  const matched = errorsOf(scriptedDefinition(limits));
  expect(matched).toContain("RedshiftData.ValidationException");
  expect(matched).toContain("Lambda.TooManyRequestsException");
  expect(matched.filter((name) => !known.has(name))).toEqual([]);
});

/** Returns every error name of the definition's retriers and catchers. */
function errorsOf(value: unknown): string[] {
  if (value === null || typeof value !== "object") {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    name === "ErrorEquals" ? [member].flat().map(String) : errorsOf(member),
  );
}
