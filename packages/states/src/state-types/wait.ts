import { maxSeconds } from "../definition/field-checks.ts";
import type { WaitState } from "../definition/flow-states.ts";
import { evaluateJsonataAs, evaluateNumber, pathScope, selectInput } from "../state-execution/fields.ts";
import { finishWithInput } from "../state-execution/finish.ts";
import type { StateResult, Visit } from "../state-execution/visit.ts";
import type { JsonValue } from "../json.ts";
import { requirePath } from "../jsonpath/evaluate-path.ts";
import { StatesError } from "../states-error.ts";

/** Recorded on AWS: 24,855 days are waited for, 24,856 are not. */
const maxWaitSeconds = 2 ** 31 - 1;

const notATimestamp = "does not reference a valid ISO-8601 extended offset date-time format string";

/**
 * https://www.rfc-editor.org/rfc/rfc3339 with an upper-case T and an offset, as Java's offset date-time takes
 * it.
 */
const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export async function waitState(visit: Visit<WaitState>): Promise<StateResult> {
  const jsonata = visit.language === "JSONata";
  const input = jsonata ? visit.input : selectInput(visit);
  const until =
    visit.frame.progress?.waitUntil ?? (jsonata ? await untilExpression(visit) : untilPath(visit, input));
  const milliseconds = until - visit.enteredAt;
  if (milliseconds > maxWaitSeconds * 1000) {
    throw new StatesError("States.Runtime", "Wait state delay is too long.");
  }
  visit.frame.progress = { waitUntil: until };
  visit.run.save();
  const left = until - visit.run.clock.now();
  if (left > 0) {
    await visit.run.clock.wait(left, visit.signal);
  }
  return finishWithInput(visit, input, { next: visit.state.Next });
}

/** Returns when to continue, in milliseconds since the epoch. */
function untilPath(visit: Visit<WaitState>, input: JsonValue): number {
  const { state } = visit;
  if (state.SecondsPath !== undefined) {
    const seconds = referenced(visit, { path: state.SecondsPath, field: "SecondsPath" }, input);
    return visit.enteredAt + 1000 * wholeSeconds(seconds, state.SecondsPath);
  }
  if (state.TimestampPath !== undefined) {
    const timestamp = referenced(visit, { path: state.TimestampPath, field: "TimestampPath" }, input);
    const at = parseTimestamp(timestamp);
    if (at !== undefined) {
      return at;
    }
    throw new StatesError(
      "States.Runtime",
      `The TimestampPath parameter ${notATimestamp}: ${state.TimestampPath} == ${shown(timestamp)}`,
    );
  }
  if (state.Timestamp !== undefined) {
    return literalTimestamp(state.Timestamp);
  }
  return visit.enteredAt + 1000 * Number(state.Seconds);
}

function referenced(
  visit: Visit,
  { path, field }: { path: string; field: string },
  input: JsonValue,
): JsonValue {
  return requirePath(
    path,
    pathScope(visit, input),
    () => `The ${field} parameter does not reference an input value: ${path}`,
  );
}

function wholeSeconds(value: JsonValue, path: string): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new StatesError(
      "States.Runtime",
      `The SecondsPath parameter cannot be parsed as a long value: ${path} == ${shown(value)}`,
    );
  }
  if (value < 0) {
    throw new StatesError(
      "States.Runtime",
      `The SecondsPath parameter references a negative value: ${path} == ${value}`,
    );
  }
  return value;
}

async function untilExpression(visit: Visit<WaitState>): Promise<number> {
  const { input } = visit;
  const { Seconds = 0, Timestamp } = visit.state;
  if (Timestamp !== undefined) {
    const field = { value: Timestamp, location: "Timestamp" };
    const text = await evaluateJsonataAs(visit, field, { type: "string", input });
    const at = parseTimestamp(text);
    if (at !== undefined) {
      return at;
    }
    // Recorded on AWS.
    throw new StatesError(
      "States.QueryEvaluationError",
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    );
  }
  const seconds = await evaluateNumber(
    visit,
    { name: "Seconds", value: Seconds, range: { min: 0, max: maxSeconds } },
    input,
  );
  return visit.enteredAt + 1000 * (seconds ?? 0);
}

function literalTimestamp(text: string): number {
  const at = parseTimestamp(text);
  if (at === undefined) {
    throw new StatesError("States.Runtime", `The Timestamp '${text}' is not valid.`);
  }
  return at;
}

/** Returns milliseconds since the epoch, or undefined if the value is not a timestamp. */
function parseTimestamp(value: JsonValue): number | undefined {
  if (typeof value !== "string" || !timestampPattern.test(value)) {
    return undefined;
  }
  const at = Date.parse(value);
  // Date.parse takes the 30th of February for the 1st of March.
  const [year = 0, month = 0, day = 0] = value.slice(0, 10).split("-").map(Number);
  const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  return Number.isNaN(at) || !exists ? undefined : at;
}

function shown(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
