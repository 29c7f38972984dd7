import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import { systemClock } from "../clock.ts";
import { parseJson } from "../exact-integer.ts";
import type { JsonValue } from "../json.ts";
import { openStateMachines, type StateMachines } from "../service.ts";
import { anyJson } from "./any-json.ts";
import { callAction } from "./call-action.ts";
import { installedModels } from "./installed-models.ts";
import { MemoryS3 } from "./memory-s3.ts";
import { UsageError } from "./usage-error.ts";

const mock = z.strictObject({
  result: anyJson.optional(),
  errorOutput: z.strictObject({ error: z.string(), cause: z.string().optional() }).optional(),
  fieldValidationMode: z.enum(["STRICT", "PRESENT", "NONE"]).optional(),
});

const testCase = z.strictObject({
  name: z.string(),
  stateName: z.string().optional(),
  input: anyJson.default({}),
  variables: z.record(z.string(), anyJson).optional(),
  context: z.record(z.string(), anyJson).optional(),
  mock: mock.optional(),
  stateConfiguration: z
    .strictObject({
      retrierRetryCount: z.int().optional(),
      errorCausedByState: z.string().optional(),
      mapIterationFailureCount: z.int().optional(),
      mapItemReaderData: anyJson.optional(),
    })
    .optional(),
  expected: z.strictObject({
    status: z.enum(["SUCCEEDED", "FAILED", "RETRIABLE", "CAUGHT_ERROR"]).optional(),
    output: anyJson.optional(),
    error: z.string().optional(),
    cause: z.string().optional(),
    nextState: z.string().optional(),
    variables: z.record(z.string(), anyJson).optional(),
  }),
});

type TestCase = z.infer<typeof testCase>;

const testFile = z.strictObject({
  /** A definition, or the path of one from the file's own folder. */
  definition: z.union([z.string(), z.record(z.string(), anyJson)]),
  cases: z.array(testCase).min(1),
});

/**
 * Runs a file of cases for a definition, each of them one call of TestState: members have the API's names,
 * their values are JSON and not text. Prints a line for each; fails the process when an outcome is not the
 * expected one.
 */
export async function* testMachine([file]: string[]): AsyncGenerator<string> {
  if (file === undefined) {
    throw new UsageError("test: no file given.");
  }
  const read = testFile.safeParse(parseJson(readFileSync(file, "utf8")));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(`test: ${file}: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }
  const { definition, cases } = read.data;
  const text =
    typeof definition === "string"
      ? readFileSync(resolve(dirname(file), definition), "utf8")
      : JSON.stringify(definition);
  const machines = await openForTests(text);
  let failures = 0;
  try {
    for (const given of cases) {
      const problems = await problemsOf(machines, text, given);
      failures += problems.length === 0 ? 0 : 1;
      yield problems.length === 0 ? `ok ${given.name}` : `not ok ${given.name}: ${problems.join("; ")}`;
    }
  } finally {
    await machines.close();
  }
  yield `${cases.length - failures} of ${cases.length} cases passed.`;
  if (failures > 0) {
    process.exitCode = 1;
  }
}

async function openForTests(definition: string): Promise<StateMachines> {
  const refused = async () => {
    throw new Error("A test calls no service: give the state a mock.");
  };
  return openStateMachines({
    region: "us-east-1",
    accountId: "000000000000",
    clock: systemClock,
    random: Math.random,
    uuid: randomUUID,
    integrations: {
      lambda: { invoke: refused },
      s3: new MemoryS3(() => systemClock.now()).integration,
      awsSdk: { ...(await installedModels(definition)), supports: () => true, call: refused },
    },
  });
}

type Outcome = {
  status?: string;
  output?: string;
  error?: string;
  cause?: string;
  nextState?: string;
  inspectionData?: { variables?: string };
};

async function problemsOf(machines: StateMachines, definition: string, given: TestCase): Promise<string[]> {
  const outcome = await outcomeOf(machines, definition, given);
  if (outcome instanceof ServiceError) {
    return [`${outcome.name}: ${outcome.message}`];
  }
  const { output, inspectionData, ...rest } = outcome;
  const actual: Record<string, JsonValue | undefined> = {
    ...rest,
    inspectionData: undefined,
    output: output === undefined ? undefined : parseJson(output),
    variables: parseJson(inspectionData?.variables ?? "{}"),
  };
  return Object.entries(given.expected).flatMap(([member, expected]) =>
    isDeepStrictEqual(actual[member], expected)
      ? []
      : [`${member} is ${JSON.stringify(actual[member]) ?? "absent"}, expected ${JSON.stringify(expected)}`],
  );
}

async function outcomeOf(
  machines: StateMachines,
  definition: string,
  { stateName, input, variables, context, mock: given, stateConfiguration }: TestCase,
): Promise<Outcome | ServiceError> {
  const { result, ...mockRest } = given ?? {};
  const { mapItemReaderData, ...configuration } = stateConfiguration ?? {};
  const request = {
    definition,
    stateName,
    input: JSON.stringify(input),
    variables: variables && JSON.stringify(variables),
    context: context && JSON.stringify(context),
    inspectionLevel: "DEBUG",
    mock: given && { ...mockRest, ...(result === undefined ? {} : { result: JSON.stringify(result) }) },
    stateConfiguration: stateConfiguration && {
      ...configuration,
      ...(mapItemReaderData === undefined ? {} : { mapItemReaderData: JSON.stringify(mapItemReaderData) }),
    },
  };
  try {
    return await callAction<Outcome>(machines, "TestState", request);
  } catch (error) {
    if (error instanceof ServiceError) {
      return error;
    }
    throw error;
  }
}
