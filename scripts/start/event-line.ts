import { causeText } from "@ashiato/core/daily-batch/cause-text";
import { runOutputSchema } from "@ashiato/core/daily-batch/output";
import type { StageEvent } from "@ashiato/local/services/stage-event";
import { storeCountsSchema } from "../stage/store-reports.ts";
import * as z from "zod";
import { counted } from "../terminal/counted.ts";

/** What is shown besides requests: the function that drains the queue, the daily batch, dropped files. */
export type Watched = { storeFunction: string; dailyBatchArn: string; fileIntakeArn: string };

/** The output of `FileIntake`, which has no summary for a file that it did not take. */
const fileOutputSchema = z.object({ summary: z.string().optional() });

/**
 * Returns the line for an event; undefined for one that is not shown: an invocation of another function, or a
 * drain of an empty queue.
 */
export function eventLine(event: StageEvent, watched: Watched): string | undefined {
  switch (event.kind) {
    case "request":
      return `${event.method} ${pathOf(event.url)} ${event.statusCode}, ${Math.round(event.milliseconds)} ms`;
    case "websocket request":
      return webSocketLine(event);
    case "websocket message":
      return undefined;
    case "invocation":
      return event.functionName === watched.storeFunction ? drainLine(event) : undefined;
    case "throttled":
      return undefined;
    case "mail":
      return `Mail to ${event.to}: ${event.subject ?? "(no subject)"}, ${event.file}`;
    case "execution started":
      return event.stateMachineArn === watched.dailyBatchArn ? `Run ${event.name} started` : undefined;
    case "execution ended":
      return endLine(event, watched);
  }
}

/** Without the query, which holds the tokens of phones. */
function pathOf(url: string): string {
  return url.split("?")[0] ?? url;
}

/** Messages that were answered well are too many to show. */
function webSocketLine(event: Extract<StageEvent, { kind: "websocket request" }>): string | undefined {
  const { eventType, routeKey, statusCode, error } = event;
  return eventType === "MESSAGE" && error === undefined ? undefined : `WebSocket ${routeKey} ${statusCode}`;
}

function drainLine({ payload, failed }: Extract<StageEvent, { kind: "invocation" }>): string | undefined {
  if (failed) {
    return `Drain failed: ${causeText(payload)} (see npm run ashiato -- logs Store)`;
  }
  const { messages, reports, objects, duplicates, rejected } = storeCountsSchema.parse(JSON.parse(payload));
  if (messages === 0) {
    return undefined;
  }
  return [
    `Drain: ${counted(messages, "message")}, stored ${counted(reports, "report")} in ${counted(objects, "work object")}`,
    ...(duplicates > 0 ? [`dropped ${counted(duplicates, "duplicate")}`] : []),
    ...(rejected > 0 ? [`put ${counted(rejected, "reject")} aside`] : []),
  ].join(", ");
}

type Ended = Extract<StageEvent, { kind: "execution ended" }>;

function endLine(event: Ended, { dailyBatchArn, fileIntakeArn }: Watched): string | undefined {
  switch (event.stateMachineArn) {
    case dailyBatchArn:
      return runLine(event);
    case fileIntakeArn:
      return fileLine(event);
    default:
      return undefined;
  }
}

function fileLine({ status, output, error, cause }: Ended): string | undefined {
  if (output === undefined) {
    const reason = error === undefined ? status : `${error}: ${causeText(cause ?? "")}`;
    return `File not taken: ${reason} (see npm run ashiato -- intake)`;
  }
  const { summary } = fileOutputSchema.parse(JSON.parse(output));
  return summary === undefined ? undefined : `File ${summary}`;
}

function runLine(event: Ended): string {
  const { name, status, milliseconds, output, error, cause } = event;
  const ended = `Run ${name} ${status} after ${(milliseconds / 1_000).toFixed(1)} s`;
  if (output === undefined) {
    return error === undefined ? ended : `${ended}: ${error}: ${causeText(cause ?? "")}`;
  }
  const result = runOutputSchema.parse(JSON.parse(output));
  if (result.result === "already_running") {
    return `${ended}: another run is in progress and takes its date`;
  }
  const dates = result.exports.map(
    ({ date, version, rows }) => `${date} version ${version}, ${counted(rows, "row")}`,
  );
  const late = result.supplements.map(
    ({ date, rows, version }) => `${counted(rows, "late row")} of ${date}, beside version ${version}`,
  );
  const same = result.unchanged.map(({ date }) => `${date} is unchanged`);
  return `${ended}: ${[dates.length === 0 ? "exported no date" : `exported ${dates.join("; ")}`, ...late, ...same].join("; ")}`;
}
