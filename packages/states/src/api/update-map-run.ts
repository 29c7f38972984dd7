import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { z } from "zod";
import { readInput, type ApiParts } from "./api-parts.ts";
import { findMapRun } from "./describe-map-run.ts";

const input = z.object({
  mapRunArn: z.string(),
  maxConcurrency: z.int().min(0).optional(),
  toleratedFailurePercentage: z.number().min(0).max(100).optional(),
  toleratedFailureCount: z.int().min(0).optional(),
});

/**
 * Changes a map run that is under way, from its next child on.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html
 */
export function updateMapRun(parts: ApiParts): Action {
  return async (request) => {
    const read = readInput(input, request);
    const { executionArn } = findMapRun(parts, read.mapRunArn);
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = read;
    parts.mapRuns.live(read.mapRunArn)?.update({
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
      tolerance: {
        ...(toleratedFailureCount === undefined ? {} : { count: toleratedFailureCount }),
        ...(toleratedFailurePercentage === undefined ? {} : { percentage: toleratedFailurePercentage }),
      },
    });
    parts.store.touch(executionArn);
    parts.store.flush();
    return {};
  };
}
