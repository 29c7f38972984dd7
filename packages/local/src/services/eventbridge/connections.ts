import { z } from "zod";
import type { DeclaredResources } from "../declared.ts";
import type { ConnectionData } from "../service.ts";

export type ConnectionPlan = { arn: string; data: ConnectionData };

const pairs = z.array(z.looseObject({ key: z.string(), value: z.string() })).default([]);

const connection = z.looseObject({
  arn: z.string(),
  authorizationType: z.enum(["API_KEY", "BASIC"], {
    error: ({ input }) => `the authorization type ${String(input)} of a connection is not served`,
  }),
  authParameters: z.looseObject({
    apiKey: z.looseObject({ key: z.string(), value: z.string() }).optional(),
    basic: z.looseObject({ username: z.string(), password: z.string() }).optional(),
    invocationHttpParameters: z
      .looseObject({ headers: pairs, queryStrings: pairs, bodies: pairs })
      .optional(),
  }),
});

/**
 * Returns what each declared connection adds to a request.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
 */
export function readConnections(declared: DeclaredResources): ConnectionPlan[] {
  return declared
    .ofType("aws:cloudwatch/eventConnection:EventConnection", connection)
    .map(({ state: { arn, authParameters } }) => {
      const { apiKey, basic, invocationHttpParameters: more } = authParameters;
      const headers = [...(more?.headers ?? []), ...(apiKey ? [apiKey] : [])];
      if (basic) {
        const encoded = Buffer.from(`${basic.username}:${basic.password}`).toString("base64");
        headers.push({ key: "Authorization", value: `Basic ${encoded}` });
      }
      const data = {
        headers: headers.map(({ key, value }): Pair => [key.toLowerCase(), value]),
        query: (more?.queryStrings ?? []).map(({ key, value }): Pair => [key, value]),
        body: (more?.bodies ?? []).map(({ key, value }): Pair => [key, value]),
      };
      return { arn, data };
    });
}

type Pair = [name: string, value: string];
