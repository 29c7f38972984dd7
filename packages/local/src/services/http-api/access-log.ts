import { z } from "zod";
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

/** As in a text of JSON, which the format mostly is. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
