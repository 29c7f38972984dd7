import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { ListExecutionsCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { findMachine, pageOf, pageResult, readInput, type ApiParts } from "./api-parts.ts";
import { summaryOf } from "./describe-execution.ts";

const input = z.object({
  stateMachineArn: z.string().optional(),
  mapRunArn: z.string().optional(),
  statusFilter: z
    .enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE"])
    .optional(),
  redriveFilter: z.enum(["REDRIVEN", "NOT_REDRIVEN"]).optional(),
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export function listExecutions(parts: ApiParts): Action {
  return async (request) => {
    const read = readInput(input, request);
    checkParent(parts, read);
    const page = pageOf(read, 1000);
    const filter = {
      stateMachineArn: read.stateMachineArn,
      mapRunArn: read.mapRunArn,
      status: read.statusFilter,
      redriven: read.redriveFilter && read.redriveFilter === "REDRIVEN",
    };
    const found = parts.store.list(filter, { ...page, limit: page.limit + 1 });
    const { items, nextToken } = pageResult(found, page);
    return {
      executions: items.map((execution) => {
        const { mapRunArn, items: itemCount } = execution;
        return {
          ...summaryOf(execution),
          ...(mapRunArn === undefined ? {} : { mapRunArn }),
          ...(itemCount === undefined ? {} : { itemCount }),
        };
      }),
      ...(nextToken === undefined ? {} : { nextToken }),
    } satisfies Omit<ListExecutionsCommandOutput, "$metadata">;
  };
}

function checkParent(
  parts: ApiParts,
  { stateMachineArn, mapRunArn }: { stateMachineArn?: string | undefined; mapRunArn?: string | undefined },
): void {
  if ((stateMachineArn === undefined) === (mapRunArn === undefined)) {
    throw new ServiceError(
      "ValidationException",
      "Exactly one of stateMachineArn and mapRunArn must be given.",
    );
  }
  if (mapRunArn !== undefined) {
    if (parts.mapRuns.find(mapRunArn)) {
      return;
    }
    throw new ServiceError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
  }
  const machine = findMachine(parts, stateMachineArn ?? "");
  if (machine.type === "STANDARD") {
    return;
  }
  throw new ServiceError(
    "StateMachineTypeNotSupported",
    "ListExecutions is not supported by EXPRESS state machines.",
  );
}
