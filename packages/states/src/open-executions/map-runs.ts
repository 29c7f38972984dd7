import type { Clock } from "../clock.ts";
import type { ChildExecutions, ChildRecord, MapRuns, MapRunRequest } from "../map-runs/child-executions.ts";
import { noCounts, type ChildStatus, type MapRun } from "../map-runs/map-run.ts";
import type { ExecutionRecord } from "../store/execution-record.ts";
import type { ExecutionStore } from "../store/execution-store.ts";
import type { MapRunStore } from "../store/map-run-store.ts";
import type { StateMachineStore } from "../store/state-machine-store.ts";
import { executionArn, machineNameOf, mapRunArn } from "../arns.ts";
import { expressSeconds, type Executions } from "./executions.ts";

export type MapRunParts = {
  clock: Clock;
  uuid: () => string;
  executions: Executions;
  store: ExecutionStore;
  mapRuns: MapRunStore;
  machines: StateMachineStore;
};

/** Keeps map runs, and runs their children as executions of `stateMachine:NAME/LABEL`. */
export function createMapRuns(parts: MapRunParts): MapRuns {
  return {
    open(request) {
      const { parent, maxConcurrency, tolerance } = request;
      const mapRun = parts.mapRuns.begin({
        mapRunArn: mapRunArn(childMachineArn(request), parts.uuid()),
        executionArn: parent.executionArn,
        status: "RUNNING",
        startDate: parts.clock.now(),
        maxConcurrency,
        tolerance,
        itemCounts: noCounts(),
        executionCounts: noCounts(),
        redriveCount: 0,
        childrenStarted: 0,
      });
      return childExecutions(parts, request, mapRun);
    },
    reopen(arn, request) {
      const kept = parts.mapRuns.find(arn);
      if (!kept) {
        throw new Error(`The map run '${arn}' is not kept.`);
      }
      const mapRun = parts.mapRuns.begin({
        ...kept,
        status: "RUNNING",
        stopDate: undefined,
        redriveCount: kept.redriveCount + 1,
        redriveDate: parts.clock.now(),
      });
      return childExecutions(parts, request, mapRun);
    },
  };
}

function childMachineArn({ parent, label }: MapRunRequest): string {
  return `${parent.stateMachineArn}/${label}`;
}

function childExecutions(parts: MapRunParts, request: MapRunRequest, mapRun: MapRun): ChildExecutions {
  const { executions, store, mapRuns, machines, uuid } = parts;
  const { parent, processor, language, type } = request;
  const arn = childMachineArn(request);
  const common = {
    stateMachine: { arn, name: machineNameOf(arn) },
    block: { QueryLanguage: language, ...processor },
    roleArn: parent.roleArn,
    timeoutSeconds: type === "EXPRESS" ? expressSeconds : undefined,
  };
  const revision = machines.keepDefinition(JSON.stringify(processor));
  const { record } = mapRun;
  return {
    mapRun,
    async run({ index, input, text, items }, signal) {
      const name = uuid();
      const { ended } = executions.launch({
        ...common,
        executionArn: executionArn(arn, name),
        name,
        type,
        revision,
        input: text,
        parsedInput: input,
        child: { mapRunArn: record.mapRunArn, index, items },
        signal,
      });
      return childRecord(await ended);
    },
    *unsuccessful() {
      for (const child of store.children(record.mapRunArn)) {
        const { executionArn, status, items = 1 } = child;
        if (isUnsuccessful(status)) {
          yield { executionArn, status, items };
        }
      }
    },
    async redrive(childArn, signal) {
      return childRecord(await executions.relaunch({ executionArn: childArn }, { ...common, signal }));
    },
    *records() {
      for (const child of store.children(record.mapRunArn)) {
        if (child.status !== "RUNNING") {
          yield childRecord(child);
        }
      }
    },
    save: () => mapRuns.save(mapRun),
  };
}

function isUnsuccessful(status: string): status is ChildStatus {
  return status === "FAILED" || status === "TIMED_OUT" || status === "ABORTED";
}

function childRecord(record: ExecutionRecord): ChildRecord {
  const { status, output, error, cause, stopDate } = record;
  return {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    name: record.name,
    status: status === "SUCCEEDED" || isUnsuccessful(status) ? status : "ABORTED",
    input: record.input,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    startDate: record.startDate,
    stopDate: stopDate ?? record.startDate,
    redriveCount: record.redriveCount,
  };
}
