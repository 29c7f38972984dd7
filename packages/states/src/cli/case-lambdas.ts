import { z } from "zod";
import type { Clock } from "../clock.ts";
import { parseJson } from "../exact-integer.ts";
import type { Integrations, LambdaAnswer } from "../integrations/integrations.ts";
import { isExactInteger, isJsonObject, type JsonValue } from "../json.ts";
import { anyJson } from "./any-json.ts";

/** How a recorded case's function behaves. */
export const lambdaBehaviour = z.discriminatedUnion("behaviour", [
  z.object({ behaviour: z.literal("echo") }),
  z.object({ behaviour: z.literal("decorate") }),
  z.object({ behaviour: z.literal("return"), value: anyJson }),
  z.object({ behaviour: z.literal("sleep"), seconds: z.number(), value: anyJson.optional() }),
  z.object({ behaviour: z.literal("return_raw_bytes"), size: z.int(), byte: z.string() }),
  z.object({
    behaviour: z.literal("raise"),
    errorType: z.string(),
    errorMessage: z.string(),
    stackTrace: z.array(z.string()).default([]),
  }),
]);

export type LambdaBehaviour = z.infer<typeof lambdaBehaviour>;

/** Returns functions that behave as the case describes. */
export function behavingLambdas(
  behaviours: ReadonlyMap<string, LambdaBehaviour>,
  { clock, uuid }: { clock: Clock; uuid: () => string },
): Integrations["lambda"] {
  return {
    async invoke({ functionName, payload, signal, logType }) {
      const name = functionName.split(":").at(6) ?? functionName;
      const behaviour = behaviours.get(name);
      if (!behaviour) {
        throw functionNotFound(functionName);
      }
      if (behaviour.behaviour === "sleep") {
        await clock.wait(behaviour.seconds * 1000, signal);
      }
      const logResult = Buffer.from(`REPORT RequestId: ${uuid()}`).toString("base64");
      return { ...answerOf(behaviour, payload, uuid), ...(logType === "Tail" ? { logResult } : {}) };
    },
  };
}

function answerOf(behaviour: LambdaBehaviour, payload: string, uuid: () => string): LambdaAnswer {
  const succeeded = (text: string) => ({ payload: text, executedVersion: "$LATEST", statusCode: 200 });
  switch (behaviour.behaviour) {
    case "echo":
      return succeeded(payload);
    case "decorate":
      return succeeded(JSON.stringify(`input-event-${pythonText(parseJson(payload))}`));
    case "return":
      return succeeded(JSON.stringify(behaviour.value));
    case "sleep":
      return succeeded(JSON.stringify(behaviour.value ?? null));
    case "return_raw_bytes":
      return succeeded(JSON.stringify(behaviour.byte.repeat(behaviour.size)));
    case "raise": {
      const { errorMessage, errorType, stackTrace } = behaviour;
      const error = { errorMessage, errorType, requestId: uuid(), stackTrace };
      return { ...succeeded(pythonJson(error)), functionError: "Unhandled" };
    }
  }
}

function functionNotFound(functionName: string): Error {
  const arn = functionName.startsWith("arn:")
    ? functionName
    : `arn:aws:lambda:us-east-1:111111111111:function:${functionName}`;
  const error = new Error(`Function not found: ${arn}:$LATEST`);
  return Object.assign(error, { name: "ResourceNotFoundException", statusCode: 404 });
}

/** Returns JSON spaced as Python's json.dumps spaces it. */
function pythonJson(value: JsonValue): string {
  if (Array.isArray(value)) {
    return `[${value.map(pythonJson).join(", ")}]`;
  }
  if (!isJsonObject(value)) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${pythonJson(member)}`,
  );
  return `{${members.join(", ")}}`;
}

/** Returns a value as Python's str() shows it. */
function pythonText(value: JsonValue): string {
  if (value === null) {
    return "None";
  }
  if (typeof value === "boolean") {
    return value ? "True" : "False";
  }
  if (typeof value === "number") {
    return String(value);
  }
  if (isExactInteger(value)) {
    return value.rawJSON;
  }
  return typeof value === "string" ? value : pythonRepr(value);
}

function pythonRepr(value: JsonValue): string {
  if (typeof value === "string") {
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(pythonRepr).join(", ")}]`;
  }
  if (!isJsonObject(value)) {
    return pythonText(value);
  }
  const members = Object.entries(value).map(([name, member]) => `${pythonRepr(name)}: ${pythonRepr(member)}`);
  return `{${members.join(", ")}}`;
}
