import type { Action, AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import { createLogGroup, createLogStream, putLogEvents, putRetentionPolicy } from "./change-logs.ts";
import { describeLogGroups, describeLogStreams } from "./describe-logs.ts";
import { filterLogEvents } from "./filter-log-events.ts";
import { getLogEvents } from "./get-log-events.ts";
import type { LogsContext } from "./logs-context.ts";

type LogsAction = (context: LogsContext, input: unknown) => object;

const actions: Record<string, LogsAction> = {
  CreateLogGroup: createLogGroup,
  CreateLogStream: createLogStream,
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  PutLogEvents: putLogEvents,
  PutRetentionPolicy: putRetentionPolicy,
};

/** Returns CloudWatch Logs as a service of the AWS JSON protocol. */
export function logsApi(context: LogsContext): AwsJsonService {
  const served = Object.entries(actions).map(([name, action]): [string, Action] => [
    name,
    async (input) => {
      context.writer.flush();
      return action(context, input);
    },
  ]);
  return { targetPrefix: "Logs_20140328", jsonVersion: "1.1", actions: Object.fromEntries(served) };
}
