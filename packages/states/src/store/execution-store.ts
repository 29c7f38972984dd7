import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import type { History, HistoryEvent, StateEvent } from "../state-execution/history.ts";
import type { ExecutionRecord, ExecutionStatus } from "./execution-record.ts";
import { decodeEvents, encodeEvents } from "./history-codec.ts";

type Row = Record<string, SQLOutputValue>;

/** An execution whose record or history has changed since it was last written. */
type Live = { record: ExecutionRecord; history: History };

/** Changes are written together, at the latest after this time; what ends within it is written once. */
const flushMilliseconds = 100;
const flushExecutions = 2000;
const flushCharacters = 4 * 1024 * 1024;

/** A child's input may be of 256 KiB. */
const childrenAtOnce = 50;

const columns = `id, arn, machine_arn, name, type, revision, status, started, stopped, input, output, error, cause,
  redrives, redriven, map_run_arn, child_index, items, events, frame`;

export type ExecutionFilter = {
  stateMachineArn?: string | undefined;
  mapRunArn?: string | undefined;
  status?: string | undefined;
  redriven?: boolean | undefined;
};

/** Executions and their histories. Those under way are in memory; finished ones are in the database alone. */
export class ExecutionStore {
  readonly #database: DatabaseSync;
  readonly #live = new Map<string, Live>();
  readonly #dirty = new Set<string>();
  readonly #statements: ReturnType<typeof prepare>;
  #nextId: number;
  /** The size of the inputs that came since the last flush. */
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepare(database);
    this.#nextId = Number(this.#statements.lastId.get()?.id ?? 0) + 1;
  }

  /** Adds an execution that begins, or takes up one that is redriven. */
  begin(record: Omit<ExecutionRecord, "id"> & { id?: number }, history: History): ExecutionRecord {
    const kept: ExecutionRecord = { ...record, id: record.id ?? this.#nextId++ };
    this.#live.set(kept.executionArn, { record: kept, history });
    this.#characters += kept.input.length;
    this.changed(kept);
    return kept;
  }

  /** Notes that a live execution has changed. */
  changed(record: ExecutionRecord): void {
    this.touch(record.executionArn);
  }

  /** As `changed`, by name. */
  touch(executionArn: string): void {
    this.#dirty.add(executionArn);
    if (this.#dirty.size >= flushExecutions || this.#characters >= flushCharacters) {
      this.flush();
    }
    this.#timer ??= setTimeout(() => this.flush(), flushMilliseconds);
  }

  find(executionArn: string): ExecutionRecord | undefined {
    const live = this.#live.get(executionArn);
    if (live) {
      return live.record;
    }
    const row = this.#statements.byArn.get(executionArn);
    return row && recordOf(row);
  }

  /** Executions, the newest first. */
  list(filter: ExecutionFilter, page: { limit: number; offset: number }): ExecutionRecord[] {
    this.flush();
    const { stateMachineArn, mapRunArn, status, redriven } = filter;
    const conditions = [
      ...(stateMachineArn === undefined ? [] : ["machine_arn = ?"]),
      ...(mapRunArn === undefined ? [] : ["map_run_arn = ?"]),
      ...(status === undefined ? [] : ["status = ?"]),
      ...(redriven === undefined ? [] : [redriven ? "redrives > 0" : "redrives = 0"]),
    ];
    const values = [stateMachineArn, mapRunArn, status].filter((value) => value !== undefined);
    return this.#database
      .prepare(
        `SELECT ${columns} FROM executions WHERE ${conditions.join(" AND ")} ORDER BY started DESC, id DESC LIMIT ? OFFSET ?`,
      )
      .all(...values, page.limit, page.offset)
      .map(recordOf);
  }

  /** The children of a map run in the order of their items, one at a time. */
  *children(mapRunArn: string): Generator<ExecutionRecord> {
    this.flush();
    let after = -1;
    for (;;) {
      const rows = this.#statements.children.all(mapRunArn, after);
      if (rows.length === 0) {
        return;
      }
      for (const row of rows) {
        const record = recordOf(row);
        after = record.childIndex ?? after;
        yield record;
      }
    }
  }

  /** The events of an execution. */
  events(record: ExecutionRecord): HistoryEvent[] {
    this.flush();
    return this.#statements.history.all(record.id).flatMap((row) => decodeEvents(String(row.events)));
  }

  /** Executions that the last process left running. */
  leftRunning(): ExecutionRecord[] {
    return this.#statements.running.all().map(recordOf);
  }

  /** Writes an execution that is not live, with events that follow its last. */
  write(record: ExecutionRecord, events: readonly HistoryEvent[]): void {
    this.#upsert(record);
    this.#append(record.id, events);
  }

  /** Writes every change. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dirty.size === 0) {
      return;
    }
    this.#database.exec("BEGIN");
    try {
      for (const executionArn of this.#dirty) {
        this.#write(executionArn);
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
    this.#dirty.clear();
    this.#characters = 0;
  }

  #write(executionArn: string): void {
    const live = this.#live.get(executionArn);
    if (!live) {
      return;
    }
    const { record, history } = live;
    record.events = history.count;
    this.#upsert(record);
    this.#append(record.id, history.drain());
    if (record.status !== "RUNNING") {
      this.#live.delete(executionArn);
    }
  }

  #append(id: number, events: readonly (HistoryEvent | StateEvent)[]): void {
    const first = events[0];
    if (first) {
      this.#statements.append.run(id, first.id, encodeEvents(events));
    }
  }

  #upsert(record: ExecutionRecord): void {
    this.#statements.upsert.run(
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
    );
  }
}

function prepare(database: DatabaseSync) {
  const select = (rest: string): StatementSync =>
    database.prepare(`SELECT ${columns} FROM executions ${rest}`);
  return {
    lastId: database.prepare("SELECT max(id) AS id FROM executions"),
    byArn: select("WHERE arn = ?"),
    children: select(
      `WHERE map_run_arn = ? AND child_index > ? ORDER BY child_index LIMIT ${childrenAtOnce}`,
    ),
    running: select("WHERE status = 'RUNNING' ORDER BY id"),
    history: database.prepare("SELECT events FROM history WHERE execution = ? ORDER BY first_event"),
    append: database.prepare("INSERT INTO history VALUES (?, ?, ?)"),
    upsert: database.prepare(`INSERT INTO executions (${columns})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, stopped = excluded.stopped, output = excluded.output,
        error = excluded.error, cause = excluded.cause, redrives = excluded.redrives, redriven = excluded.redriven,
        events = excluded.events, frame = excluded.frame`),
  };
}

function recordOf(row: Row): ExecutionRecord {
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
    frame: row.frame === null ? undefined : JSON.parse(String(row.frame)),
  };
}
