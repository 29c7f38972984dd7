import { ServiceError } from "@ashiato/aws-json/service-error";
import { parseTaskResource } from "../definition/task-resource.ts";
import { blocksWithin, type State, type StatesBlock } from "../definition/state-machine-definition.ts";
import type { TaskState } from "../definition/task-state.ts";
import { parseJson } from "../exact-integer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import type { ApiParts } from "./api-parts.ts";

/** What TestState is given instead of a state's work, and of the workflow around it. */
export type MockRequest = {
  context?: string | undefined;
  mock?: GivenMock | undefined;
  stateConfiguration?:
    | {
        errorCausedByState?: string | undefined;
        mapIterationFailureCount?: number | undefined;
        mapItemReaderData?: string | undefined;
      }
    | undefined;
};

type GivenMock = {
  result?: string | undefined;
  errorOutput?: { error?: string | undefined; cause?: string | undefined } | undefined;
  fieldValidationMode?: "STRICT" | "PRESENT" | "NONE" | undefined;
};

/** Throws ValidationException for a context without a mock, whatever the definition is. */
export function checkContext({ context, mock }: MockRequest): void {
  if (context !== undefined && mock === undefined) {
    throw invalid("A context may only be given together with a mock.");
  }
}

/**
 * Checks a mock against the state and, by its fieldValidationMode, against the model of the action that it
 * replaces. Throws ValidationException.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html
 */
export function checkMock(parts: ApiParts, request: MockRequest, state: State): void {
  const { mock, stateConfiguration: configuration } = request;
  if (configuration?.mapItemReaderData !== undefined && !(state.Type === "Map" && state.ItemReader)) {
    throw invalid("mapItemReaderData may only be given for a Map state with an ItemReader.");
  }
  if (configuration?.mapIterationFailureCount !== undefined && state.Type !== "Map") {
    throw invalid("mapIterationFailureCount may only be given for a Map state.");
  }
  if (mock === undefined) {
    return;
  }
  if (state.Type !== "Task" && state.Type !== "Map" && state.Type !== "Parallel") {
    throw invalid(
      `A mock may only be given for a Task, Map or Parallel state, but the state is a ${state.Type}.`,
    );
  }
  if (mock.result !== undefined && mock.errorOutput !== undefined) {
    throw invalid("Only one of mock.result and mock.errorOutput may be given.");
  }
  if (mock.errorOutput && mock.errorOutput.error === undefined) {
    throw invalid("mock.errorOutput.error is required.");
  }
  checkOrigin(configuration?.errorCausedByState, state);
  const { fieldValidationMode: mode = "STRICT", result } = mock;
  if (result === undefined || mode === "NONE") {
    return;
  }
  const problem = resultProblem(parts, { state, result: json(result, "mock.result"), mode });
  if (problem !== undefined) {
    throw invalid(`Mock result schema validation error: ${problem}.`);
  }
}

/** Checks that the state from which an error comes is inside the Map or Parallel state. */
function checkOrigin(name: string | undefined, state: State): void {
  if (name === undefined) {
    return;
  }
  if (!blocksWithin(state).some(({ block }) => hasState(block, name))) {
    throw invalid(`errorCausedByState: the state has no state '${name}' inside of it.`);
  }
}

function hasState(block: StatesBlock, name: string): boolean {
  return (
    Object.hasOwn(block.States, name) ||
    Object.values(block.States).some((state) =>
      blocksWithin(state).some(({ block: inner }) => hasState(inner, name)),
    )
  );
}

type Checked = { result: JsonValue; mode: "STRICT" | "PRESENT" };

function resultProblem(
  parts: ApiParts,
  { state, result, mode }: Checked & { state: State },
): string | undefined {
  if (state.Type === "Task") {
    return taskProblem(parts, state, { result, mode });
  }
  if (state.Type === "Parallel") {
    const branches = state.Branches.length;
    return Array.isArray(result) && (mode === "PRESENT" || result.length === branches)
      ? undefined
      : `the result of a Parallel state of ${branches} branches is an array of ${branches} elements`;
  }
  const writes = state.Type === "Map" && state.ResultWriter?.Resource !== undefined;
  if (writes) {
    return isJsonObject(result) ? undefined : "the result of a Map with a ResultWriter is an object";
  }
  return Array.isArray(result) ? undefined : "the result of a Map state is an array";
}

/** Step Functions' names of the services that the optimized integrations call. */
const services: Record<string, string> = { events: "eventbridge", states: "sfn" };

function taskProblem(parts: ApiParts, state: TaskState, { result, mode }: Checked): string | undefined {
  const resource = parseTaskResource(state.Resource);
  if (resource.kind !== "awsSdk" && resource.kind !== "optimized") {
    return undefined;
  }
  // What a callback returns is the worker's own.
  if (resource.pattern !== "requestResponse") {
    return undefined;
  }
  const { service, action, kind } = resource;
  const named = { service: services[service] ?? service, action };
  const answer = kind === "optimized" ? withoutMetadata(result) : result;
  return parts.services().integrations.awsSdk.checkAnswer?.(named, answer, mode);
}

/** Optimized integrations put this beside what the service answered. */
function withoutMetadata(result: JsonValue): JsonValue {
  if (!isJsonObject(result)) {
    return result;
  }
  const { SdkHttpMetadata: _http, SdkResponseMetadata: _response, ...answer } = result;
  return answer;
}

function invalid(message: string): ServiceError {
  return new ServiceError("ValidationException", message);
}

/** Parses a member of the request. Throws InvalidExecutionInput. */
export function json(text: string, member: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    throw new ServiceError("InvalidExecutionInput", `The member '${member}' is not valid JSON.`, {
      cause: error,
    });
  }
}

/** Does the same as `json`, for an object. Throws ValidationException. */
export function object(text: string, member: string): JsonObject {
  const value = json(text, member);
  if (isJsonObject(value)) {
    return value;
  }
  throw new ServiceError("ValidationException", `The member '${member}' is not a JSON object.`);
}
