import type { Action } from "@ashiato/aws-json/serve-aws-json";
import type { ListStateMachinesCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { pageOf, pageResult, readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({ maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export function listStateMachines({ machines }: ApiParts): Action {
  return async (request) => {
    const page = pageOf(readInput(input, request), 1000);
    const { items, nextToken } = pageResult(machines.list().slice(page.offset), page);
    return {
      stateMachines: items.map(({ stateMachineArn, name, type, created }) => ({
        stateMachineArn,
        name,
        type,
        creationDate: new Date(created),
      })),
      ...(nextToken === undefined ? {} : { nextToken }),
    } satisfies Omit<ListStateMachinesCommandOutput, "$metadata">;
  };
}
