import { randomUUID } from "node:crypto";
import { inboxState, type LiveSelection, type LiveStep } from "@ashiato/core/live-exports/live-export";
import { unloadLiveSql } from "@ashiato/core/live-exports/live-sql";
import { liveUnloadPrefix } from "@ashiato/core/live-keys";
import { addPartitionsSql } from "@ashiato/core/partition-sql";
import type { QualityLimits } from "@ashiato/core/quality";
import { workPrefix } from "@ashiato/core/work-keys";
import { Resource } from "sst";
import { allKeys } from "../aws/objects.ts";

/** Returns the statements of a live export, and what the inbox holds before they are run. */
export async function begin({
  id,
  selection,
  quality,
}: {
  id: string;
  selection: LiveSelection;
  quality: QualityLimits;
}): Promise<Extract<LiveStep, { result: "begun" }>> {
  const { Downloads, Lake, Settings, Warehouse } = Resource;
  const { schema, table, inboxTable, iamRoleArn } = Warehouse;
  const attempt = randomUUID();
  const prefix = `s3://${Downloads.name}/${liveUnloadPrefix({ id, date: selection.date, attempt })}`;
  // A run registers the partition of a date when it exports it, which is after it has moved its rows.
  const [addPartition = ""] = addPartitionsSql({ schema, table }, `s3://${Lake.name}/`, [selection.date]);
  return {
    result: "begun",
    addPartition,
    unload: unloadLiveSql(selection, {
      schema,
      table,
      inboxTable,
      timeZone: Settings.timeZone,
      prefix,
      iamRoleArn,
      quality,
    }),
    attempt,
    inbox: inboxState(await allKeys(Lake.name, workPrefix)),
  };
}
