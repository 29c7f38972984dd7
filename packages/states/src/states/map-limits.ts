import type { MapState } from "../definition/state-machine-definition.ts";
import type { Tolerance } from "../distributed-map/tolerance.ts";
import { evaluateNumber } from "../execution/fields.ts";
import type { Visit } from "../execution/visit.ts";
import type { JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";

/** MaxConcurrency of a Map, which AWS evaluates before the state has started; 0 sets no limit. */
export async function mapConcurrency(visit: Visit<MapState>, input: JsonValue): Promise<number> {
  const { MaxConcurrency: value, MaxConcurrencyPath: path } = visit.state;
  const limit = (await evaluateNumber(visit, { name: "MaxConcurrency", value, path }, input)) ?? 0;
  if (limit >= 0) return limit;
  throw new StatesError(
    "States.Runtime",
    `Expected non-negative integer for MaxConcurrency, got '${limit}' instead.`,
  );
}

/**
 * The tolerated failures, which AWS evaluates after the state has started, of inline Maps too.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#map-distributed-tolerated-failure
 */
export async function mapTolerance(visit: Visit<MapState>, input: JsonValue): Promise<Tolerance> {
  const { state } = visit;
  const count = await evaluateNumber(
    visit,
    {
      name: "ToleratedFailureCount",
      value: state.ToleratedFailureCount,
      path: state.ToleratedFailureCountPath,
    },
    input,
  );
  const percentage = await evaluateNumber(
    visit,
    {
      name: "ToleratedFailurePercentage",
      value: state.ToleratedFailurePercentage,
      path: state.ToleratedFailurePercentagePath,
      kind: "float",
    },
    input,
  );
  if (count !== undefined && count < 0) {
    throw new StatesError("States.Runtime", "ToleratedFailureCount cannot be negative.");
  }
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw new StatesError("States.Runtime", "ToleratedFailurePercentage must be between 0 and 100.");
  }
  return { count, percentage };
}
