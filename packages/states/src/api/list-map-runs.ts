import type { Action } from "@ashiato/aws-json/serve-aws-json";
import type { ListMapRunsCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { machineNameOf } from "../arns.ts";
import { findExecution, pageOf, pageResult, readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({
  executionArn: z.string(),
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListMapRuns.html */
export function listMapRuns(parts: ApiParts): Action {
  return async (request) => {
    const read = readInput(input, request);
    findExecution(parts, read.executionArn);
    const page = pageOf(read, 1000);
    const { items, nextToken } = pageResult(
      parts.mapRuns.ofExecution(read.executionArn).slice(page.offset),
      page,
    );
    return {
      mapRuns: items.map(({ executionArn, mapRunArn, startDate, stopDate }) => ({
        executionArn,
        mapRunArn,
        stateMachineArn: childMachineArn(mapRunArn),
        startDate: new Date(startDate),
        stopDate: stopDate === undefined ? undefined : new Date(stopDate),
      })),
      ...(nextToken === undefined ? {} : { nextToken }),
    } satisfies Omit<ListMapRunsCommandOutput, "$metadata">;
  };
}

/** Returns the machine of a map run's children: `stateMachine:NAME/LABEL`. */
function childMachineArn(mapRunArn: string): string {
  const name = machineNameOf(mapRunArn);
  return `${mapRunArn.slice(0, mapRunArn.indexOf(":mapRun:"))}:stateMachine:${name}`;
}
