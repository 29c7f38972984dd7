import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import { parseJson } from "../exact-integer.ts";
import type { JsonValue } from "../json.ts";
import { readInput, type ApiParts } from "./api-parts.ts";

const token = z.object({ taskToken: z.string().min(1).max(2048) });
const success = token.extend({ output: z.string() });
const failure = token.extend({ error: z.string().optional(), cause: z.string().optional() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export function sendTaskSuccess({ taskTokens, store }: ApiParts): Action {
  return async (request) => {
    const { taskToken, output } = readInput(success, request);
    taskTokens.succeed(taskToken, parseOutput(output));
    store.flush();
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export function sendTaskFailure({ taskTokens, store }: ApiParts): Action {
  return async (request) => {
    const { taskToken, error, cause } = readInput(failure, request);
    taskTokens.fail(taskToken, error, cause);
    store.flush();
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export function sendTaskHeartbeat({ taskTokens }: ApiParts): Action {
  return async (request) => {
    taskTokens.heartbeat(readInput(token, request).taskToken);
    return {};
  };
}

function parseOutput(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    throw new ServiceError("InvalidOutput", `Invalid Output: '${String(error)}'`, { cause: error });
  }
}
