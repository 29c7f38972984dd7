import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { setAsideIfDamaged } from "../../disk/sound-database.ts";
import { arn } from "../aws-names.ts";
import { every } from "../every.ts";
import type { LocalService, Start } from "../service.ts";
import { AlarmStore, alarmTables } from "./alarm-store.ts";
import { AlarmWatch, type Publish } from "./alarm-watch.ts";
import { type AlarmPlan, alarmType, readAlarms } from "./alarms.ts";
import { cloudwatchActions } from "./api/actions.ts";
import type { CloudWatchContext } from "./api/cloudwatch-context.ts";
import { readEmbeddedMetrics } from "./embedded-metrics.ts";
import { MetricStore, metricTables } from "./metric-store.ts";
import { type PerformCall, serveCloudWatch } from "./serve-cloudwatch.ts";
import { measuresOf, type QueueDepth, queueMeasures } from "./stage-metrics.ts";

type Needs = {
  publish: Publish;
  /** Returns the current state of every queue. */
  queueDepths: () => QueueDepth[];
  /** Has the events of every log read. */
  readLogs: (reader: (group: string, events: readonly { message: string }[]) => void) => void;
  /** Has those read that were written until now. */
  flushLogs: () => void;
};

type CloudWatchDoor = { url: string; serve: (perform: PerformCall) => void };

const folder = "metrics";
const databaseFile = "metrics.sqlite";

const minuteMilliseconds = 60_000;
const hourMilliseconds = 60 * minuteMilliseconds;

/** CloudWatch: metrics from logs and of the stage itself, and alarms on them. */
export const cloudwatch: LocalService<
  "cloudwatch",
  AlarmPlan[],
  CloudWatchDoor,
  Needs,
  undefined,
  { cloudwatch: string }
> = {
  name: "cloudwatch",
  folder,
  kinds: {
    [alarmType]: {
      autoname: "",
      state: ({ inputs }, aws) => {
        const name = String(inputs["name"]);
        return { id: name, state: { arn: arn(aws, "cloudwatch", `alarm:${name}`) } };
      },
    },
    "aws:cloudwatch/dashboard:Dashboard": { unserved: "no dashboard is shown" },
  },
  open: openCloudWatch,
  endpoints: ({ url }) => ({ cloudwatch: url }),
  plan: readAlarms,
  serve: async ({ start, door, plan, needs }) => {
    const { clock, started, onFault, region, access } = start;
    const database = openDatabase(path.join(start.directory, folder));
    started.defer(async () => database.close());
    const metrics = new MetricStore(database, onFault);
    started.defer(async () => metrics.flush());
    const states = new AlarmStore(database);
    const account = { accountId: access.accountId, region };
    const watch = new AlarmWatch({
      alarms: plan,
      states,
      metrics,
      account,
      publish: needs.publish,
      onFault,
    });
    needs.readLogs((_group, events) => {
      for (const { metric, time, samples } of events.flatMap(({ message }) => readEmbeddedMetrics(message))) {
        metrics.add(metric, time, samples);
      }
    });
    start.watchEvents((event) => {
      for (const { metric, sample } of measuresOf(event)) {
        metrics.add(metric, clock.now(), [sample]);
      }
    });
    // Topics are still there: they stop after the alarms.
    started.defer(async () => watch.settled());
    started.defer(
      every(clock, { periodMilliseconds: minuteMilliseconds, onFault }, (now) => {
        const measures = needs.queueDepths().flatMap((depth) => queueMeasures(depth, now));
        // Of the minute that has passed.
        for (const { metric, sample } of measures) {
          metrics.add(metric, now - 1, [sample]);
        }
        if (start.alarms) {
          needs.flushLogs();
          watch.evaluate(now);
        }
      }),
    );
    started.defer(
      every(clock, { periodMilliseconds: hourMilliseconds, onFault }, (now) => {
        metrics.expire(now);
        states.expire(now);
      }),
    );
    const perform = performCall({ metrics, watch, states, now: () => clock.now() }, start);
    door.serve((caller, call) => {
      needs.flushLogs();
      return perform(caller, call);
    });
    return undefined;
  },
};

function openDatabase(directory: string): DatabaseSync {
  mkdirSync(directory, { recursive: true });
  const database = new DatabaseSync(path.join(directory, databaseFile));
  // A power cut loses only the last counts.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  database.exec(metricTables + alarmTables);
  return database;
}

async function openCloudWatch(start: Start): Promise<CloudWatchDoor> {
  setAsideIfDamaged(path.join(start.directory, folder, databaseFile), start.setAside);
  let perform: PerformCall = () => {
    throw new ServiceError("ServiceUnavailable", "The stage is still starting.", { statusCode: 503 });
  };
  const listener = await serveCloudWatch(start, (caller, call) => perform(caller, call));
  start.started.defer(listener.close);
  return {
    url: listener.url,
    serve: (given) => {
      perform = given;
    },
  };
}

/**
 * An action on one alarm is about it; those on metrics know no resource.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
function performCall(context: CloudWatchContext, { access, region }: Start): PerformCall {
  return (principal, { action: name, input }) => {
    const action = Object.hasOwn(cloudwatchActions, name) ? cloudwatchActions[name] : undefined;
    if (!action) {
      throw new ServiceError("InvalidAction", `The action ${name} is not supported on a local stage.`);
    }
    const alarm: unknown = Object(input)["AlarmName"];
    const account = { accountId: access.accountId, region };
    const resource = typeof alarm === "string" ? arn(account, "cloudwatch", `alarm:${alarm}`) : "*";
    access.authorize({ principal, action: `cloudwatch:${name}`, resource, context: {} }, { statusCode: 403 });
    return action(context, input);
  };
}
