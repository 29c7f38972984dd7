import type { ShownLiveExport } from "@ashiato/core/api/live-export-schemas";
import { causeText } from "@ashiato/core/daily-batch/cause-text";
import { liveExportSchema, liveSelectionSchema } from "@ashiato/core/live-exports/live-export";
import { liveExportKey } from "@ashiato/core/live-keys";
import { DescribeExecutionCommand, ExecutionDoesNotExist } from "@aws-sdk/client-sfn";
import { Resource } from "sst";
import { findJson } from "../aws/objects.ts";
import { sfn } from "../aws/sfn.ts";

/** A live export as its execution and its record tell of it, and where its files are. */
export type Described = {
  shown: Omit<ShownLiveExport, "statusUrl" | "files">;
  files: readonly { key: string; name: string; rows: number; bytes: number }[];
};

/** Returns a live export; undefined if none has the id. */
export async function describe(id: string): Promise<Described | undefined> {
  if (!/^live-[0-9a-f]{16}-\d{1,12}$/.test(id)) {
    return undefined;
  }
  const executionArn = `${Resource.LiveExport.arn.replace(":stateMachine:", ":execution:")}:${id}`;
  try {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { status = "RUNNING", startDate = new Date(0), stopDate, input = "{}", error, cause } = execution;
    const found =
      status === "SUCCEEDED"
        ? await findJson(Resource.Downloads.name, liveExportKey(id), liveExportSchema)
        : undefined;
    // The record goes a day later, long before the execution.
    if (status === "SUCCEEDED" && found === undefined) {
      return undefined;
    }
    return {
      shown: {
        liveExport: id,
        // No state of the machine waits for a redrive.
        status: status === "PENDING_REDRIVE" ? "RUNNING" : status,
        startedAt: startDate.toISOString(),
        ...(stopDate && { stoppedAt: stopDate.toISOString() }),
        ...liveSelectionSchema.parse(JSON.parse(input)),
        ...(found && { rows: found.rows, bytes: found.bytes, complete: found.complete }),
        ...(found?.storedThrough !== undefined && { storedThrough: found.storedThrough }),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause: causeText(cause) }),
      },
      files: found?.files ?? [],
    };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) {
      return undefined;
    }
    throw error;
  }
}
