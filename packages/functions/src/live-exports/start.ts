import {
  isLive,
  isShared,
  liveExportIds,
  liveExportRequestSchema,
  liveSelection,
} from "@ashiato/core/live-exports/live-export";
import { ExecutionAlreadyExists, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { sfn } from "../aws/sfn.ts";
import { RequestError } from "../errors.ts";
import { readOptionalRequest } from "../http/read-request.ts";
import { type Described, describe } from "./describe.ts";

/**
 * Starts a live export, or finds the one of the same rows that began less than a minute ago. Throws
 * RequestError InvalidBody.
 */
export async function start(event: APIGatewayProxyEventV2): Promise<Described> {
  const request = await readOptionalRequest(event, liveExportRequestSchema);
  const now = event.requestContext.timeEpoch;
  const moment = { now, timeZone: Resource.Settings.timeZone };
  const selection = liveSelection(request, moment);
  if (!isLive(selection, moment)) {
    throw new RequestError(
      "InvalidBody",
      `date must be today or yesterday, got ${selection.date}: earlier dates are under GET /v1/exports`,
    );
  }
  const { own, before } = liveExportIds(selection, now);
  const earlier = await describe(before);
  if (earlier !== undefined && isUsable(earlier) && isShared(Date.parse(earlier.shown.startedAt), now)) {
    return earlier;
  }
  const { LiveExport } = Resource;
  try {
    // Once for each name: the same request again finds the execution that runs.
    const input = JSON.stringify(selection);
    await sfn.send(new StartExecutionCommand({ stateMachineArn: LiveExport.arn, name: own, input }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) {
      throw error;
    }
  }
  const started = await describe(own);
  if (started === undefined) {
    throw new Error(`The live export ${own} was started, and is not there`);
  }
  return started;
}

function isUsable({ shown }: Described): boolean {
  return shown.status === "RUNNING" || shown.status === "SUCCEEDED";
}
