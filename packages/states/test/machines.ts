import type { JsonObject } from "../src/json.ts";

/** A machine in JSONata that starts at the first of its states. */
export function machineOf(states: JsonObject): JsonObject {
  return { QueryLanguage: "JSONata", StartAt: firstOf(states), States: states };
}

/** The processor of an inline Map, which starts at the first of its states. */
export function inlineProcessor(states: JsonObject): JsonObject {
  return { StartAt: firstOf(states), States: states };
}

/** The processor of a Distributed Map, whose children start at the first of its states. */
export function distributedProcessor(
  states: JsonObject,
  ExecutionType: "STANDARD" | "EXPRESS" = "STANDARD",
): JsonObject {
  return { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType }, ...inlineProcessor(states) };
}

/**
 * A machine of one Distributed Map with the given fields; its children do nothing unless `states` says what.
 */
export function mapMachine(
  fields: JsonObject,
  states: JsonObject = { Pass: { Type: "Pass", End: true } },
): JsonObject {
  return machineOf({
    Map: { Type: "Map", ItemProcessor: distributedProcessor(states), End: true, ...fields },
  });
}

/** A Task by a function's ARN: its input is the event, the function's answer its output. */
export function functionTask(functionName: string, fields: JsonObject = { End: true }): JsonObject {
  return {
    Type: "Task",
    Resource: `arn:aws:lambda:us-east-1:111111111111:function:${functionName}`,
    ...fields,
  };
}

/** As `functionTask`, by the optimized integration. */
export function invokeTask(functionName: string, fields: JsonObject = { End: true }): JsonObject {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: functionName, Payload: "{% $states.input %}" },
    Output: "{% $states.result.Payload %}",
    ...fields,
  };
}

function firstOf(states: JsonObject): string {
  return Object.keys(states)[0] ?? "";
}
