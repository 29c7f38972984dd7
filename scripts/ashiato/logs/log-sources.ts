import { type CloudWatchLogsClient, paginateDescribeLogGroups } from "@aws-sdk/client-cloudwatch-logs";
import type { CommandStage } from "../stage.ts";

/** A source of logs, by its name in the program: `Store`, `Api`, `DailyBatch`. */
export type LogSource = { name: string; logGroup: string };

/**
 * The prefixes of log groups: of functions by AWS, of APIs by SST, and of the state machine by the program.
 */
const folders = ["/aws/lambda/", "/aws/vendedlogs/apis/", "/aws/vendedlogs/states/"];

/** SST gives physical names random endings. */
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
