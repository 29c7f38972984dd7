import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { TestStateCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { parseOwnJson } from "../exact-integer.ts";
import { readDefinition } from "../definition/parse-definition.ts";
import { blocksWithin, type State, type StatesBlock } from "../definition/state-machine-definition.ts";
import type { ExecutionRun } from "../state-execution/execution-run.ts";
import { History } from "../state-execution/history.ts";
import { StateFailure } from "../errors.ts";
import { testOneState, type StateTestOutcome } from "../interpreter/test-state.ts";
import { executionArn, stateMachineArn } from "../arns.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { readInput, type ApiParts } from "./api-parts.ts";
import { checkDefinition } from "./create-state-machine.ts";
import { checkContext, checkMock, json, object } from "./test-state-mock.ts";

const mock = z.object({
  result: z.string().optional(),
  errorOutput: z.object({ error: z.string().optional(), cause: z.string().optional() }).optional(),
  fieldValidationMode: z.enum(["STRICT", "PRESENT", "NONE"]).optional(),
});

const input = z.object({
  definition: z.string(),
  roleArn: z.string().optional(),
  input: z.string().default("{}"),
  inspectionLevel: z.enum(["INFO", "DEBUG", "TRACE"]).default("INFO"),
  revealSecrets: z.boolean().optional(),
  variables: z.string().default("{}"),
  stateName: z.string().optional(),
  mock: mock.optional(),
  context: z.string().optional(),
  stateConfiguration: z
    .object({
      retrierRetryCount: z.int().min(0).optional(),
      errorCausedByState: z.string().optional(),
      mapIterationFailureCount: z.int().min(0).optional(),
      mapItemReaderData: z.string().optional(),
    })
    .optional(),
});

type Request = z.infer<typeof input>;

type Mock = z.infer<typeof mock>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export function testState(parts: ApiParts): Action {
  return async (request) => {
    const read = readInput(input, request);
    checkContext(read);
    const { name, state } = stateToTest(parts, read);
    checkMock(parts, read, state);
    const { Map: mapContext } = contextOf(read);
    const outcome = await testOneState({
      name,
      state,
      run: testRun(parts, read),
      input: json(read.input, "input"),
      variables: object(read.variables, "variables"),
      retryCount: read.stateConfiguration?.retrierRetryCount ?? retriesIn(read),
      mapContext: isJsonObject(mapContext) ? mapContext : undefined,
    });
    const { output, error, cause, nextState, status } = outcome;
    return {
      output: output === undefined ? undefined : JSON.stringify(output),
      error,
      cause,
      nextState,
      status,
      ...(read.inspectionLevel === "INFO" ? {} : { inspectionData: inspection(read, outcome) }),
    } satisfies Omit<TestStateCommandOutput, "$metadata">;
  };
}

/** The definition is of one state, or of a machine with the state's name. */
function stateToTest(parts: ApiParts, read: Request): { name: string; state: State } {
  const definition = object(read.definition, "definition");
  if (read.stateName === undefined && definition.States === undefined) {
    const name = "TestState";
    const { Next, ...rest } = definition;
    // Where the state leads need not exist: it stands alone.
    const alone = { StartAt: name, States: { [name]: Next === undefined ? rest : { ...rest, End: true } } };
    const checked = JSON.stringify(withoutTransitions(alone, name));
    checkDefinition(parts, { definition: checked, type: "STANDARD", lacking: lackingFor(read) });
    return { name, state: readState(read.definition) };
  }
  checkDefinition(parts, { definition: read.definition, type: "STANDARD", lacking: lackingFor(read) });
  const machine = readDefinition(read.definition);
  const name = read.stateName ?? machine.StartAt;
  const state = findState(machine, name);
  if (state) {
    return { name, state: { QueryLanguage: machine.QueryLanguage ?? "JSONPath", ...state } };
  }
  throw new ServiceError("ValidationException", `The definition has no state '${name}'.`);
}

/** Returns a lone state with its transitions led to a state that ends, so that the rest of it is checked. */
function withoutTransitions(alone: { StartAt: string; States: JsonObject }, name: string): JsonObject {
  const state = alone.States[name];
  if (!isJsonObject(state)) {
    return alone;
  }
  let leads = false;
  const lead = (rule: JsonValue): JsonValue => {
    if (!isJsonObject(rule) || rule.Next === undefined) {
      return rule;
    }
    leads = true;
    return { ...rule, Next: "After" };
  };
  const led: JsonObject = { ...state };
  for (const field of ["Choices", "Catch"]) {
    const rules = state[field];
    if (Array.isArray(rules)) {
      led[field] = rules.map(lead);
    }
  }
  if (state.Default !== undefined) {
    leads = true;
    led.Default = "After";
  }
  return { ...alone, States: { [name]: led, ...(leads ? { After: { Type: "Succeed" } } : {}) } };
}

function readState(definition: string): State {
  return parseOwnJson(definition);
}

/** Returns a state of the machine, or of a block within one of its states. */
function findState(block: StatesBlock, name: string): State | undefined {
  const own = block.States[name];
  if (own) {
    return own;
  }
  for (const state of Object.values(block.States)) {
    for (const { block: inner } of blocksWithin(state)) {
      const found = findState(inner, name);
      if (found) {
        return found;
      }
    }
  }
  return undefined;
}

function contextOf({ context }: Request): JsonObject {
  return context === undefined ? {} : object(context, "context");
}

function retriesIn(read: Request): number {
  const { RetryCount: count } = Object(contextOf(read).State);
  return typeof count === "number" ? count : 0;
}

/** With a mock, the stage need not have the integration. */
function lackingFor({ mock: given }: Request): "ERROR" | "WARNING" {
  return given === undefined ? "ERROR" : "WARNING";
}

function testRun(parts: ApiParts, read: Request): ExecutionRun {
  const name = parts.uuid();
  const machineArn = stateMachineArn(parts.scope, "test-state");
  const { Execution, StateMachine, Task } = contextOf(read);
  const started = new Date(parts.clock.now()).toISOString();
  const arn = executionArn(machineArn, name);
  const services = parts.services();
  const { mock: given, stateConfiguration: configuration } = read;
  const { Token: taskToken } = Object(Task);
  const mocks =
    given ??
    (configuration?.mapItemReaderData === undefined
      ? undefined
      : { result: undefined, errorOutput: undefined });
  return {
    ...services,
    ...(read.roleArn === undefined ? {} : { integrations: services.integrationsAs(read.roleArn) }),
    executionArn: arn,
    name,
    type: "STANDARD",
    input: json(read.input, "input"),
    save: () => undefined,
    history: new History({ clock: parts.clock, type: "EXPRESS" }),
    context: {
      Execution: {
        Id: arn,
        Input: json(read.input, "input"),
        Name: name,
        RoleArn: read.roleArn ?? "",
        StartTime: started,
        ...(isJsonObject(Execution) ? Execution : {}),
      },
      StateMachine: {
        Id: machineArn,
        Name: "test-state",
        ...(isJsonObject(StateMachine) ? StateMachine : {}),
      },
    },
    ...(mocks === undefined
      ? {}
      : {
          mock: {
            work: () => mocked(mocks),
            itemReaderData:
              configuration?.mapItemReaderData === undefined
                ? undefined
                : json(configuration.mapItemReaderData, "stateConfiguration.mapItemReaderData"),
            failedIterations: configuration?.mapIterationFailureCount ?? 0,
            taskToken: typeof taskToken === "string" ? taskToken : undefined,
          },
        }),
  };
}

function mocked({ result, errorOutput }: Pick<Mock, "result" | "errorOutput">): JsonValue {
  if (errorOutput) {
    throw new StateFailure(errorOutput.error, errorOutput.cause);
  }
  return json(result ?? "{}", "mock.result");
}

/** The members of inspectionData that are numbers; the others are JSON text. */
const numbers = new Set(["maxConcurrency", "toleratedFailureCount", "toleratedFailurePercentage"]);

function inspection(read: Request, { inspected, variables, errorDetails }: StateTestOutcome) {
  const stages = Object.entries(inspected).map(([stage, value]) => [
    stage,
    numbers.has(stage) ? value : JSON.stringify(value),
  ]);
  return {
    input: read.input,
    ...Object.fromEntries(stages),
    variables: JSON.stringify(variables),
    ...(errorDetails === undefined ? {} : { errorDetails }),
  };
}
