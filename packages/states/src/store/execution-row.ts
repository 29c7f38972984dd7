import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { parseOwnJson } from "../exact-integer.ts";
import type { ExecutionRecord, ExecutionStatus } from "./execution-record.ts";

export const columns = `id, arn, machine_arn, name, type, revision, status, started, stopped, input, output, error, cause,
  redrives, redriven, map_run_arn, child_index, items, events, frame`;

/** Returns the values of an execution's columns, in their order. */
export function rowOf(record: ExecutionRecord): SQLInputValue[] {
  return [
    record.id,
    record.executionArn,
    record.stateMachineArn,
    record.name,
    record.type,
    record.revision,
    record.status,
    record.startDate,
    record.stopDate ?? null,
    record.input,
    record.output ?? null,
    record.error ?? null,
    record.cause ?? null,
    record.redriveCount,
    record.redriveDate ?? null,
    record.mapRunArn ?? null,
    record.childIndex ?? null,
    record.items ?? null,
    record.events,
    record.frame === undefined ? null : JSON.stringify(record.frame),
  ];
}

/** Returns the execution of a row. */
export function recordOf(row: Record<string, SQLOutputValue>): ExecutionRecord {
  const text = (value: SQLOutputValue | undefined) => (value === null ? undefined : String(value));
  const number = (value: SQLOutputValue | undefined) => (value === null ? undefined : Number(value));
  return {
    id: Number(row.id),
    executionArn: String(row.arn),
    stateMachineArn: String(row.machine_arn),
    name: String(row.name),
    type: row.type === "EXPRESS" ? "EXPRESS" : "STANDARD",
    revision: String(row.revision),
    // The column holds nothing else.
    status: String(row.status) as ExecutionStatus,
    startDate: Number(row.started),
    stopDate: number(row.stopped),
    input: String(row.input),
    output: text(row.output),
    error: text(row.error),
    cause: text(row.cause),
    redriveCount: Number(row.redrives),
    redriveDate: number(row.redriven),
    mapRunArn: text(row.map_run_arn),
    childIndex: number(row.child_index),
    items: number(row.items),
    events: Number(row.events),
    frame: row.frame === null ? undefined : parseOwnJson(String(row.frame)),
  };
}
