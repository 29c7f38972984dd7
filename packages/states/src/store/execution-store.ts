import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { History, HistoryEvent, StateEvent } from "../state-execution/history.ts";
import type { ExecutionRecord } from "./execution-record.ts";
import { columns, recordOf, rowOf } from "./execution-row.ts";
import { decodeEvents, encodeEvents } from "./history-codec.ts";
import type { MapRunStore } from "./map-run-store.ts";

/** An execution whose record or history has changed since it was last written. */
type Live = { record: ExecutionRecord; history: History };

/** Changes are written together, at the latest after this time; what ends within it is written once. */
const flushMilliseconds = 100;
const flushExecutions = 2000;
const flushCharacters = 4 * 1024 * 1024;

/** A child's input may be of 256 KiB. */
const childrenAtOnce = 50;

export type ExecutionFilter = {
  stateMachineArn?: string | undefined;
  mapRunArn?: string | undefined;
  status?: string | undefined;
  redriven?: boolean | undefined;
};

/** Executions and their histories. Those under way are in memory; finished ones are in the database alone. */
export class ExecutionStore {
  readonly #database: DatabaseSync;
  readonly #mapRuns: MapRunStore;
  readonly #live = new Map<string, Live>();
  readonly #dirty = new Set<string>();
  readonly #statements: ReturnType<typeof prepare>;
  #nextId: number;
  /** The size of the inputs that came since the last flush. */
  #characters = 0;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;

  /** The map runs are written in one transaction with their executions. */
  constructor(database: DatabaseSync, mapRuns: MapRunStore) {
    this.#database = database;
    this.#mapRuns = mapRuns;
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

  /** Takes up an execution that the last process left running, as it is kept. */
  resume(record: ExecutionRecord, history: History): ExecutionRecord {
    this.#live.set(record.executionArn, { record, history });
    return record;
  }

  /** Notes that a live execution has changed. */
  changed(record: ExecutionRecord): void {
    this.touch(record.executionArn);
  }

  /** Does the same as `changed`, by name. */
  touch(executionArn: string): void {
    this.#dirty.add(executionArn);
    // Never at once: the caller may be between an event and the frame that knows of it.
    if (this.#dirty.size >= flushExecutions || this.#characters >= flushCharacters) {
      this.#soon ??= setImmediate(() => this.flush());
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

  /** Returns executions, the newest first. */
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

  /** Yields the children of a map run in the order of their items, one at a time. */
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

  /** Returns how many children of a map run have each status, and how many items those have. */
  childCounts(mapRunArn: string): { status: string; children: number; items: number }[] {
    this.flush();
    return this.#statements.childCounts.all(mapRunArn).map(({ status, children, items }) => ({
      status: String(status),
      children: Number(children),
      items: Number(items),
    }));
  }

  /**
   * Yields the children of a map run that are to be run on, one at a time: cut off by a restart, or to be
   * redriven.
   */
  *openChildren(mapRunArn: string): Generator<ExecutionRecord> {
    this.flush();
    for (const { id } of this.#statements.openChildren.all(mapRunArn)) {
      const row = this.#statements.byId.get(Number(id));
      if (row) {
        yield recordOf(row);
      }
    }
  }

  /** Marks the children of a map run that did not succeed, to be redriven. */
  awaitRedrive(mapRunArn: string): void {
    this.flush();
    this.#statements.awaitRedrive.run(mapRunArn);
  }

  /** Returns the events of an execution. */
  events(record: ExecutionRecord): HistoryEvent[] {
    this.flush();
    return this.#statements.history.all(record.id).flatMap((row) => decodeEvents(String(row.events)));
  }

  /** Returns the executions that the last process left running, without those of map runs. */
  leftRunning(): ExecutionRecord[] {
    return this.#statements.running.all().map(recordOf);
  }

  /** Yields those that `leftRunning` leaves out, the children of map runs, one at a time. */
  *runningChildren(): Generator<ExecutionRecord> {
    for (const row of this.#statements.runningChildren.iterate()) {
      yield recordOf(row);
    }
  }

  /** Writes every change. */
  flush(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    this.#timer = undefined;
    this.#soon = undefined;
    if (this.#dirty.size === 0) {
      return;
    }
    this.#writeTogether(this.#dirty);
    this.#dirty.clear();
    this.#characters = 0;
  }

  /** Writes the changes of one execution, and leaves those of others to the next flush. */
  flushOne(executionArn: string): void {
    if (this.#dirty.has(executionArn)) {
      this.#writeTogether([executionArn]);
      this.#dirty.delete(executionArn);
    }
  }

  #writeTogether(executionArns: Iterable<string>): void {
    this.#database.exec("BEGIN");
    try {
      this.#mapRuns.flush();
      for (const executionArn of executionArns) {
        this.#write(executionArn);
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #write(executionArn: string): void {
    const live = this.#live.get(executionArn);
    if (!live) {
      return;
    }
    const { record, history } = live;
    record.events = history.count;
    this.#statements.upsert.run(...rowOf(record));
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
    running: select("WHERE status = 'RUNNING' AND map_run_arn IS NULL ORDER BY id"),
    runningChildren: select("WHERE status = 'RUNNING' AND map_run_arn IS NOT NULL ORDER BY id"),
    byId: select("WHERE id = ?"),
    childCounts: database.prepare(
      "SELECT status, count(*) AS children, sum(items) AS items FROM executions WHERE map_run_arn = ? GROUP BY status",
    ),
    openChildren: database.prepare(
      "SELECT id FROM executions WHERE map_run_arn = ? AND status IN ('RUNNING', 'PENDING_REDRIVE') ORDER BY child_index",
    ),
    awaitRedrive: database.prepare(
      "UPDATE executions SET status = 'PENDING_REDRIVE' WHERE map_run_arn = ? AND status NOT IN ('RUNNING', 'SUCCEEDED')",
    ),
    history: database.prepare("SELECT events FROM history WHERE execution = ? ORDER BY first_event"),
    append: database.prepare("INSERT INTO history VALUES (?, ?, ?)"),
    upsert: database.prepare(`INSERT INTO executions (${columns})
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, stopped = excluded.stopped, output = excluded.output,
        error = excluded.error, cause = excluded.cause, redrives = excluded.redrives, redriven = excluded.redriven,
        events = excluded.events, frame = excluded.frame`),
  };
}
