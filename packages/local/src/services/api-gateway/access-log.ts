import { z } from "zod";
import { shortHash } from "../../evaluate/resource-state.ts";
import type { DeclaredResources } from "../declared.ts";

/** Where an API's stage logs its requests, and the line that it writes for each. */
export type AccessLogPlan = {
  logGroup: string;
  /** A text with variables: `$context.status`. */
  format: string;
};

const stage = z.looseObject({
  apiId: z.string(),
  accessLogSettings: z
    .object({
      destinationArn: z.string().regex(/:log-group:/, "access logs are served to log groups alone"),
      format: z.string(),
    })
    .optional(),
});

/** Returns the access logs of the declared stages by their APIs' ids. */
export function readAccessLogs(declared: DeclaredResources): ReadonlyMap<string, AccessLogPlan> {
  const stages = declared.ofType("aws:apigatewayv2/stage:Stage", stage);
  return new Map(
    stages.flatMap(({ state: { apiId, accessLogSettings } }) => {
      if (!accessLogSettings) {
        return [];
      }
      const { destinationArn, format } = accessLogSettings;
      const logGroup = destinationArn.replace(/^.*:log-group:/, "").replace(/:\*$/, "");
      return [[apiId, { logGroup, format }]];
    }),
  );
}

/** What a line can name of a request; a variable that has no value is a dash. */
export type AccessRecord = Readonly<Record<string, string | number | undefined>>;

const variable = /\$context\.(?<name>[A-Za-z][A-Za-z.-]*[A-Za-z])/gu;

/**
 * Returns the line of an access log.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function accessLogLine({ format }: Pick<AccessLogPlan, "format">, record: AccessRecord): string {
  return format.replaceAll(variable, (_all, name: string) => escaped(String(record[name] ?? "-")));
}

/** Takes the line of a request for a stream of a log group. */
export type WriteLog = (place: { group: string; stream: string }, message: string) => void;

/** Writes the line of a request, if the API's requests are logged. */
export function logAccess(plan: AccessLogPlan | undefined, record: AccessRecord, writeLog: WriteLog): void {
  if (plan) {
    const { logGroup: group } = plan;
    // AWS names the streams by numbers of its own, and spreads the lines over several.
    writeLog({ group, stream: shortHash(group) }, accessLogLine(plan, record));
  }
}

/** Returns text such as `23/Nov/2026:00:15:00 +0000` */
export function accessLogTime(date: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(date.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** As in a text of JSON, which the format mostly is. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
