import jsonataLibrary from "jsonata";
import { expect, test } from "vitest";
import * as z from "zod";
import { dailyBatchDefinition } from "./definition.ts";
import { maxDatesOfRun } from "./history-budget.ts";
import { phaseOfState, phases } from "./states.ts";

const names = {
  functions: {
    plan: "arn:plan",
    store: "arn:store",
    distribute: "arn:distribute",
    summarize: "arn:summarize",
    publish: "arn:publish",
    supplement: "arn:supplement",
    compact: "arn:compact",
    conclude: "arn:conclude",
    release: "arn:release",
    planFeeds: "arn:plan-feeds",
    prepareFeed: "arn:prepare-feed",
    deliverFeed: "arn:deliver-feed",
    concludeFeeds: "arn:conclude-feeds",
  },
  lakeBucket: "the-lake",
  downloadsBucket: "the-downloads",
  topicArn: "arn:topic",
  warehouse: {
    workgroupName: "the-workgroup",
    database: "the-database",
    secretArn: "arn:secret",
    iamRoleArn: "arn:role",
    schema: "the_schema",
    table: "the_table",
  },
};
const limits = {
  objectsPerBatch: 12,
  maxConcurrency: 24,
  maxExports: 4,
  maxDates: 30,
  maxFiles: 299,
  maxCompactions: 3,
  drainTimeLimitSeconds: 901,
  drainWaitSeconds: 5,
  statementTimeLimitSeconds: 3_601,
  statementPollSeconds: 1,
  parquet: true,
  timeLimitSeconds: 21_601,
  wholes: { wholeAges: [2, 7], maxLateShare: 0.01 },
  quality: { maxSpeedMetresPerSecond: 401, minJumpMetres: 1_001 },
};

const transition = z.looseObject({ Next: z.string() });

const scopeSchema = z.looseObject({
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Next: z.string().optional(),
      Default: z.string().optional(),
      Choices: z.array(transition).default([]),
      Catch: z.array(transition).default([]),
      ItemProcessor: z.unknown().optional(),
      Branches: z.array(z.unknown()).default([]),
    }),
  ),
});

type Scope = z.output<typeof scopeSchema>;
type State = Scope["States"][string];

const definition = dailyBatchDefinition(names, limits);

/** Returns the machine, and the parts of it that each map and each branch runs. */
function scopesOf(machine: unknown): Scope[] {
  const scope = scopeSchema.parse(machine);
  const inner = Object.values(scope.States).flatMap(({ Type, ItemProcessor, Branches }) =>
    Type === "Map" ? [ItemProcessor] : Branches,
  );
  return [scope, ...inner.flatMap(scopesOf)];
}

function targetsOf({ Next, Default, Choices, Catch }: State): string[] {
  return [Next, Default, ...Choices.map((each) => each.Next), ...Catch.map((each) => each.Next)].filter(
    (name) => name !== undefined,
  );
}

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(stringsOf) : [];
}

test("every transition leads to a state of its scope, and every state is reached", () => {
  const scopes = scopesOf(definition);
  expect(scopes.map(({ States }) => Object.keys(States).length > 0)).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
  ]);
  for (const { StartAt, States } of scopes) {
    const reached = new Set([StartAt, ...Object.values(States).flatMap(targetsOf)]);
    expect([...reached].toSorted()).toEqual(Object.keys(States).toSorted());
  }
});

test("the top-level states are those that have a phase", () => {
  expect(Object.keys(definition.States).toSorted()).toEqual(Object.keys(phaseOfState).toSorted());
});

test("a run that succeeds goes through every phase in its order", () => {
  const visited: string[] = [];
  for (let name: keyof typeof phaseOfState | undefined = definition.StartAt; name !== undefined;) {
    visited.push(phaseOfState[name] ?? "failure");
    const { Choices = [], Next, Default }: (typeof definition.States)[typeof name] = definition.States[name];
    name = Next ?? (name === "Closed?" ? Choices[0]?.Next : Default);
  }
  expect(visited.filter((phase, index) => phase !== visited[index - 1])).toEqual([...phases]);
});

test("every expression is one that JSONata reads", () => {
  const expressions = stringsOf(definition).filter((text) => text.startsWith("{%"));
  expect(expressions.length).toBeGreaterThan(50);
  for (const text of expressions) {
    expect(text.endsWith("%}"), text).toBe(true);
    expect(() => jsonataLibrary(text.slice(2, -2)), text).not.toThrow();
  }
});

test("the definition is made of the names and limits that it is given", () => {
  const text = JSON.stringify(definition);
  for (const name of stringsOf(names).filter((each) => !each.startsWith("the_"))) {
    expect(text).toContain(name);
  }
  expect(text).toContain("the_schema.the_table");
  expect(definition.TimeoutSeconds).toBe(limits.timeLimitSeconds);
  expect(text).toContain(`${limits.statementTimeLimitSeconds * 1000}`);
  expect(text).toContain("r.speed_mps > 401");
  expect(text).toContain("GREATEST(1001, 401 * ");
});

test("the notification of a failure without a cause has the name of its error", async () => {
  const { Catch = [] } = definition.States.Plan;
  const assigned = z.object({ failure: z.record(z.string(), z.string()) }).parse(Catch[0]?.Assign);
  const evaluate = async (name: string, errorOutput: object) => {
    const text = assigned.failure[name] ?? "";
    return (await jsonataLibrary(text.slice(2, -2)).evaluate({}, { states: { errorOutput } })) as unknown;
  };
  expect(await evaluate("Error", { Error: "States.Timeout" })).toBe("States.Timeout");
  expect(await evaluate("Cause", { Error: "States.Timeout" })).toBe("Step Functions gave no cause");
  expect(await evaluate("Cause", { Error: "States.Timeout", Cause: "late" })).toBe("late");
});

test("every state that can fail releases the inbox and sends a notification before the run fails", () => {
  const after: Partial<Record<string, string>> = {
    // The exports stand without the feeds, and the inbox is free by then.
    PlanFeeds: "ConcludeFeeds",
    Feeds: "ConcludeFeeds",
    ConcludeFeeds: "Notify",
    Drain: "Drained?",
    // Exports do not wait for a compaction.
    PlanCompactions: "Exports",
    Release: "NotifyFailure",
    NotifyFailure: "Failed",
  };
  for (const [name, { Type, Catch = [] }] of Object.entries(definition.States)) {
    const canFail = Type === "Task" || Type === "Map";
    // A queue that cannot be drained does not hold up what is in the inbox.
    expect(
      Catch.map(({ ErrorEquals, Next }) => [ErrorEquals, Next]),
      name,
    ).toEqual(canFail ? [[["States.ALL"], after[name] ?? "Release"]] : []);
  }
  expect(definition.States.Release.Next).toBe("NotifyFailure");
});

test("more dates than a history has room for are refused, with the number that it has room for", () => {
  const most = maxDatesOfRun(limits);
  expect(() => dailyBatchDefinition(names, { ...limits, maxDates: most })).not.toThrow();
  expect(() => dailyBatchDefinition(names, { ...limits, maxDates: most + 1 })).toThrow(
    `maxDates is ${most + 1}, but at these limits a run's history has room for only ${most} dates`,
  );
});
