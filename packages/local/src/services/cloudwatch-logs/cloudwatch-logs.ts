import path from "node:path";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import { arn, byArn } from "../aws-names.ts";
import { every } from "../every.ts";
import type { LocalService } from "../service.ts";
import { logsApi } from "./api/logs-api.ts";
import { logsGuard } from "./guard.ts";
import { type LogGroupPlan, readLogGroups } from "./log-groups.ts";
import { databaseFile, LogStore } from "./log-store.ts";
import { type LogReader, LogWriter, type WriteLog } from "./log-writer.ts";

export type RunningLogs = {
  write: WriteLog;
  /** Has every later event read. */
  readBy: (reader: LogReader) => void;
  /** Has them read what was written until now. */
  flush: () => void;
};

const folder = "logs";

const hourMilliseconds = 3_600_000;

/** CloudWatch Logs: the logs of functions, HTTP APIs and state machines, with their groups' retention. */
export const cloudwatchLogs: LocalService<
  "cloudwatchLogs",
  LogGroupPlan[],
  { url: string },
  undefined,
  RunningLogs,
  { cloudwatchLogs: string }
> = {
  name: "cloudwatchLogs",
  folder,
  kinds: {
    "aws:cloudwatch/logGroup:LogGroup": {
      state: ({ inputs }, aws) => byArn(arn(aws, "logs", `log-group:${String(inputs["name"])}`), inputs),
    },
  },
  open: async ({ directory, setAside, awsJson: { url } }) => {
    setAsideIfDamaged(path.join(directory, folder, databaseFile), setAside);
    return { url };
  },
  endpoints: ({ url }) => ({ cloudwatchLogs: url }),
  plan: readLogGroups,
  serve: async ({ start, plan }) => {
    const { clock, region, access, started, onFault } = start;
    const store = new LogStore(path.join(start.directory, folder));
    started.defer(async () => store.close());
    const writer = new LogWriter(store, onFault);
    started.defer(async () => writer.flush());
    for (const { name, retentionDays } of plan) {
      store.addGroup(name, Date.now());
      store.retain(name, retentionDays);
    }
    store.expire(clock.now());
    started.defer(
      every(clock, { periodMilliseconds: hourMilliseconds, onFault }, (now) => store.expire(now)),
    );
    const account = { accountId: access.accountId, region };
    start.awsJson.add(logsApi({ store, writer, account, now: () => clock.now() }), {
      signingName: "logs",
      guard: logsGuard(access, account),
    });
    return {
      write: (place, message) => writer.write(place, [{ timestamp: Date.now(), message }]),
      readBy: (reader) => writer.readBy(reader),
      flush: () => writer.flush(),
    };
  },
};
