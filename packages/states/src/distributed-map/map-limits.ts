import type { MapState } from "../definition/state-machine-definition.ts";
import { evaluateNumber } from "../execution/fields.ts";
import type { Visit } from "../execution/visit.ts";
import type { JsonValue } from "../json.ts";
import { StatesError } from "../states-error.ts";
import type { Tolerance } from "./tolerance.ts";

export type MapLimits = { maxConcurrency: number; tolerance: Tolerance };

/**
 * MaxConcurrency and the tolerated failures, from their fields, expressions or paths.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html#map-distributed-tolerated-failure
 */
export async function mapLimits(visit: Visit<MapState>, input: JsonValue): Promise<MapLimits> {
  const { state } = visit;
  const maxConcurrency = await evaluateNumber(
    visit,
    { name: "MaxConcurrency", value: state.MaxConcurrency, path: state.MaxConcurrencyPath },
    input,
  );
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
  if (maxConcurrency !== undefined && maxConcurrency < 0) throw negative("MaxConcurrency");
  if (count !== undefined && count < 0) throw negative("ToleratedFailureCount");
  if (percentage !== undefined && (percentage < 0 || percentage > 100)) {
    throw new StatesError("States.Runtime", "ToleratedFailurePercentage must be between 0 and 100.");
  }
  return { maxConcurrency: maxConcurrency ?? 0, tolerance: { count, percentage } };
}

function negative(field: string): StatesError {
  return new StatesError("States.Runtime", `${field} cannot be negative.`);
}
