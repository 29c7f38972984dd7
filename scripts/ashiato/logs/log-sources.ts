import { type CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import type { CommandStage } from "../stage.ts";

/** Something that logs, by its name in the program: `Store`, `Api`, `DailyBatch`. */
export type LogSource = { name: string; logGroup: string };

/** Where AWS has the log groups of functions, and SST those of APIs and the program that of its machine. */
const folders = ["/aws/lambda/", "/aws/vendedlogs/apis/", "/aws/vendedlogs/states/"];

/** SST ends physical names at random. */
const physicalName = /^(?<name>.+?)(?:Function)?(?:-[a-z]{8}|-[0-9a-f]{8})?$/;

/** Returns the stage's functions, its APIs and its state machine by their names. */
export async function listLogSources(
  client: CloudWatchLogsClient,
  { stage, storeFunction }: Pick<CommandStage, "stage" | "storeFunction">,
): Promise<LogSource[]> {
  const prefix = storeFunction.slice(0, storeFunction.indexOf(`-${stage}-`) + stage.length + 2);
  const sources: LogSource[] = [];
  for (const folder of folders) {
    const asked = { logGroupNamePrefix: `${folder}${prefix}` };
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, asked)) {
      for (const { logGroupName: logGroup = "" } of logGroups) {
        const { name } = physicalName.exec(logGroup.slice(folder.length + prefix.length))?.groups ?? {};
        sources.push({ name: name ?? logGroup, logGroup });
      }
    }
  }
  return sources.toSorted((a, b) => a.name.localeCompare(b.name));
}
