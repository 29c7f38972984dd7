import { z } from "zod";
import type { InvocationResult } from "../service.ts";

const errorSchema = z.looseObject({ errorType: z.string().optional(), errorMessage: z.string().optional() });

/** Errors of Lambda itself, which name the request in their message. */
const ownErrors = new Set(["Runtime.ExitError", "Sandbox.Timedout"]);

/**
 * Returns how Lambda logs a failure: its own in its words, and what a handler raised as the Node.js runtime
 * does.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
 */
export function errorLines(requestId: string, payload: string): string[] {
  const { errorType = "", errorMessage = "" } = readError(payload);
  const time = new Date().toISOString();
  if (errorType === "Sandbox.Timedout") {
    return [`${time} ${requestId} ${errorMessage.replace(`RequestId: ${requestId} Error: `, "")}`];
  }
  return ownErrors.has(errorType)
    ? [`${errorMessage}\n${errorType}`]
    : [[time, requestId, "ERROR", "Invoke Error ", payload].join("\t")];
}

export type Report = {
  requestId: string;
  milliseconds: number;
  memoryMegabytes: number;
  /** 0 where the process ended without having said it. */
  maxMemoryKilobytes: number;
  /** How long the function took to load, before its first invocation; 0 or absent before any other. */
  initMilliseconds: number | undefined;
  result: InvocationResult;
};

/** Returns the line that sums up an invocation; its parts are separated by tabs. */
export function reportLine(report: Report): string {
  const {
    requestId,
    milliseconds,
    memoryMegabytes,
    maxMemoryKilobytes,
    initMilliseconds = 0,
    result,
  } = report;
  return [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${milliseconds.toFixed(2)} ms`,
    // https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: loading counts as well
    `Billed Duration: ${Math.ceil(milliseconds + initMilliseconds)} ms`,
    `Memory Size: ${memoryMegabytes} MB`,
    `Max Memory Used: ${Math.ceil(maxMemoryKilobytes / 1024)} MB`,
    ...(initMilliseconds > 0 ? [`Init Duration: ${initMilliseconds.toFixed(2)} ms`] : []),
    ...statusOf(result),
  ].join("\t");
}

function statusOf({ functionError, payload }: InvocationResult): string[] {
  const { errorType = "" } = functionError ? readError(payload) : {};
  if (errorType === "Sandbox.Timedout") {
    return ["Status: timeout"];
  }
  return ownErrors.has(errorType) ? ["Status: error", `Error Type: ${errorType}`] : [];
}

function readError(payload: string): z.infer<typeof errorSchema> {
  try {
    return errorSchema.safeParse(JSON.parse(payload)).data ?? {};
  } catch (error) {
    if (error instanceof SyntaxError) {
      return {};
    }
    throw error;
  }
}
