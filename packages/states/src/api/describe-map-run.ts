import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { DescribeMapRunCommandOutput } from "@aws-sdk/client-sfn";
import { z } from "zod";
import type { MapRunCounts, MapRunRecord } from "../map-runs/map-run.ts";
import { checkArn, readInput, type ApiParts } from "./api-parts.ts";

const input = z.object({ mapRunArn: z.string() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html */
export function describeMapRun(parts: ApiParts): Action {
  return async (request) => {
    const { mapRunArn } = readInput(input, request);
    const mapRun = findMapRun(parts, mapRunArn);
    const { stopDate, redriveDate, tolerance } = mapRun;
    return {
      mapRunArn,
      executionArn: mapRun.executionArn,
      status: mapRun.status,
      startDate: new Date(mapRun.startDate),
      stopDate: stopDate === undefined ? undefined : new Date(stopDate),
      maxConcurrency: mapRun.maxConcurrency,
      toleratedFailurePercentage: tolerance.percentage ?? 0,
      toleratedFailureCount: tolerance.count ?? 0,
      itemCounts: wireCounts(mapRun.itemCounts),
      executionCounts: wireCounts(mapRun.executionCounts),
      redriveCount: mapRun.redriveCount,
      redriveDate: redriveDate === undefined ? undefined : new Date(redriveDate),
    } satisfies Omit<DescribeMapRunCommandOutput, "$metadata">;
  };
}

/** Throws ResourceNotFound. */
export function findMapRun({ mapRuns }: ApiParts, mapRunArn: string): MapRunRecord {
  checkArn(mapRunArn);
  const mapRun = mapRuns.find(mapRunArn);
  if (mapRun) {
    return mapRun;
  }
  throw new ServiceError("ResourceNotFound", `Resource not found: '${mapRunArn}'`);
}

function wireCounts(counts: MapRunCounts) {
  return { ...counts, failuresNotRedrivable: 0, pendingRedrive: 0 };
}
