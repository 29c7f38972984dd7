import { parseOwnJson } from "../exact-integer.ts";
import type { ResultWriter } from "../definition/batcher-and-writer.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import type { ChildRecord } from "../map-runs/child-executions.ts";

export type Transformation = NonNullable<NonNullable<ResultWriter["WriterConfig"]>["Transformation"]>;

/**
 * Returns what a child adds to the results: its output (COMPACT), its output's elements (FLATTEN), or its
 * whole record (NONE, and always for a child that did not succeed).
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function resultsOf(child: ChildRecord, transformation: Transformation): JsonValue[] {
  if (child.status !== "SUCCEEDED" || transformation === "NONE") {
    return [recordOf(child)];
  }
  const output: JsonValue = parseOwnJson(child.output ?? "null");
  return transformation === "FLATTEN" && Array.isArray(output) ? output : [output];
}

/** Returns a child's record as result files hold it; Input and Output are JSON texts. */
function recordOf(child: ChildRecord): JsonObject {
  const { error, cause, output } = child;
  const redrivable = child.status !== "SUCCEEDED";
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: child.executionArn,
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    ...(output === undefined ? {} : { Output: output }),
    OutputDetails: { Included: true },
    RedriveCount: child.redriveCount,
    RedriveStatus: redrivable ? "REDRIVABLE_BY_MAP_RUN" : "NOT_REDRIVABLE",
    ...(redrivable ? {} : { RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven" }),
    StartDate: new Date(child.startDate).toISOString(),
    StateMachineArn: child.stateMachineArn,
    Status: child.status,
    StopDate: new Date(child.stopDate).toISOString(),
  };
}
