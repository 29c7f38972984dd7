import type { Clock } from "../clock.ts";
import type { ChildExecutions, ChildRecord, MapRuns, MapRunRequest } from "../map-runs/child-executions.ts";
import {
  countChildren,
  isChildStatus,
  noCounts,
  type MapRun,
  type MapRunRecord,
} from "../map-runs/map-run.ts";
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
  const { clock, store, mapRuns, uuid } = parts;
  return {
    open(request) {
      const { parent, maxConcurrency, tolerance } = request;
      const mapRun = mapRuns.begin({
        mapRunArn: mapRunArn(childMachineArn(request), uuid()),
        executionArn: parent.executionArn,
        status: "RUNNING",
        startDate: clock.now(),
        maxConcurrency,
        tolerance,
        itemCounts: noCounts(),
        executionCounts: noCounts(),
        redriveCount: 0,
        childrenStarted: 0,
      });
      return childExecutions(parts, request, mapRun);
    },
    redrive(arn, request) {
      const kept = keptMapRun(parts, arn);
      store.awaitRedrive(arn);
      const mapRun = mapRuns.begin({
        ...kept,
        ...countChildren(store.childCounts(arn)),
        status: "RUNNING",
        stopDate: undefined,
        redriveCount: kept.redriveCount + 1,
        redriveDate: clock.now(),
      });
      return childExecutions(parts, request, mapRun);
    },
    resume(arn, request) {
      const kept = keptMapRun(parts, arn);
      const counts = countChildren(store.childCounts(arn));
      const mapRun = mapRuns.begin({ ...kept, ...counts, status: "RUNNING", stopDate: undefined });
      return childExecutions(parts, request, mapRun);
    },
  };
}

function keptMapRun({ mapRuns }: MapRunParts, arn: string): MapRunRecord {
  const kept = mapRuns.find(arn);
  if (kept) {
    return kept;
  }
  throw new Error(`The map run '${arn}' is not kept.`);
}

function childMachineArn({ parent, label }: MapRunRequest): string {
  return `${parent.stateMachineArn}/${label}`;
}

function childExecutions(parts: MapRunParts, request: MapRunRequest, mapRun: MapRun): ChildExecutions {
  const { executions, store, machines, uuid } = parts;
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
    *open() {
      for (const { executionArn, status, items = 1 } of store.openChildren(record.mapRunArn)) {
        if (status === "RUNNING" || status === "PENDING_REDRIVE") {
          yield { executionArn, status, items };
        }
      }
    },
    async goOn({ executionArn, status }, signal) {
      const continuation = { ...common, signal };
      const kept = store.find(executionArn);
      if (!kept) {
        throw new Error(`The execution '${executionArn}' is not kept.`);
      }
      return childRecord(
        await (status === "RUNNING"
          ? executions.resume(kept, continuation)
          : executions.redrive(kept, continuation)),
      );
    },
    *records() {
      for (const child of store.children(record.mapRunArn)) {
        if (child.status !== "RUNNING") {
          yield childRecord(child);
        }
      }
    },
  };
}

function childRecord(record: ExecutionRecord): ChildRecord {
  const { status, output, error, cause, stopDate } = record;
  return {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    name: record.name,
    status: isChildStatus(status) ? status : "ABORTED",
    input: record.input,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    startDate: record.startDate,
    stopDate: stopDate ?? record.startDate,
    redriveCount: record.redriveCount,
  };
}
