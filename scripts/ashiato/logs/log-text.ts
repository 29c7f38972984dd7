import { z } from "zod";
import { zonedTime } from "../../report/zoned-time.ts";
import type { SourceEvent } from "./follow-events.ts";

/** The fields that every line of a function repeats. */
const repeated = new Set([
  "level",
  "message",
  "timestamp",
  "service",
  "sampling_rate",
  "xray_trace_id",
  "function_request_id",
  "_aws",
]);

const recordSchema = z.record(z.string(), z.unknown());

/** A function's error as the Node.js runtime logs it: time, request, level, message, the error as JSON. */
const runtimeError = /^\S+\t(?<request>\S+)\t(?<level>[A-Z]+)\t(?<message>[^\t]*?) ?\t(?<error>\{.*\})$/s;

const errorSchema = z.looseObject({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
  stack: z.array(z.string()).optional(),
});

/** Returns an event as a line of time, source, level, message and fields, with a stack below it. */
export function logText(
  { time, source, message }: SourceEvent,
  { timeZone, width }: { timeZone: string; width: number },
): string {
  const head = `${zonedTime(Date.parse(time), timeZone)}  ${source.padEnd(width)}`;
  const [first = "", ...rest] = contentOf(message.trimEnd()).split("\n");
  return [`${head}  ${first}`, ...rest.map((line) => `    ${line}`)].join("\n").trimEnd();
}

function contentOf(message: string): string {
  const { level = "", message: what = "", error = "" } = runtimeError.exec(message)?.groups ?? {};
  const raised = errorSchema.safeParse(parse(error)).data;
  if (raised) {
    const { errorType, errorMessage, trace, stack = trace ?? [] } = raised;
    return [`${padded(level)} ${what}: ${errorType}: ${errorMessage}`, ...stack.slice(1)].join("\n");
  }
  const record = recordSchema.safeParse(parse(message)).data;
  if (!record) {
    return `${padded("")} ${message.replaceAll("\t", "  ")}`;
  }
  const shownLevel = record["_aws"] === undefined ? text(record["level"]) : "METRIC";
  const fields = Object.entries(record)
    .filter(([name]) => !repeated.has(name))
    .map(([name, value]) => `${name}=${text(value)}`);
  const phase = record["_aws"] === undefined ? text(record["message"]) : text(record["service"]);
  return [padded(shownLevel), phase, ...fields].filter((part) => part !== "").join(" ");
}

function padded(level: string): string {
  return level.padEnd(6);
}

function text(value: unknown): string {
  return value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

function parse(json: string): unknown {
  if (!json.startsWith("{")) {
    return undefined;
  }
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
