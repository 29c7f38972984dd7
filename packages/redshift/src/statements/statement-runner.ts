import { isFinal, type StatementProgress, type StatementRecord } from "./statement-record.ts";
import type { StatementStore } from "./statement-store.ts";
import { SqlError } from "../errors.ts";

/**
 * The outcome of a statement. `resultRows` is -1 when there is nothing to count; `resultSize` is in bytes.
 */
export type Outcome = { resultRows: number; resultSize: number; hasResultSet: boolean };

/**
 * Carries out a statement. It may set the progress of a batch's statements in the record, and calls `changed`
 * for these to be kept. Rejects with the failure, or with the signal's reason when the statement was
 * cancelled.
 */
export type Work = (
  record: StatementRecord,
  run: { signal: AbortSignal; changed: () => void },
) => Promise<Outcome>;

export type RunnerOptions = {
  store: StatementStore;
  clock: { now(): number };
  /** Statements that run at the same time; the others wait as SUBMITTED. */
  concurrency: number;
  work: Work;
  /** Called when a statement has ended. */
  onFinal: (record: StatementRecord) => void;
};

type Active = { record: StatementRecord; abort: AbortController; settled: Promise<void> };

/**
 * Runs statements from SUBMITTED through PICKED and STARTED to their end, a few at a time, in the order of
 * their submission.
 */
export class StatementRunner {
  readonly #options: RunnerOptions;
  readonly #waiting: StatementRecord[] = [];
  readonly #active = new Map<string, Active>();
  readonly #watchers = new Map<string, Set<() => void>>();
  #closed = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Returns the number of unfinished statements. */
  get unfinished(): number {
    return this.#waiting.length + this.#active.size;
  }

  submit(record: StatementRecord): void {
    this.#options.store.save(record);
    this.#waiting.push(record);
    // Not in the same step: the caller of ExecuteStatement sees SUBMITTED.
    setImmediate(() => this.#pick());
  }

  /** Cancels an unfinished statement. Returns false if no unfinished statement has the id. */
  cancel(id: string): boolean {
    const waiting = this.#waiting.findIndex((record) => record.id === id);
    const [record] = waiting < 0 ? [] : this.#waiting.splice(waiting, 1);
    if (record) {
      this.#end(record, new Cancelled());
      return true;
    }
    const active = this.#active.get(id);
    active?.abort.abort(new Cancelled());
    return active !== undefined;
  }

  /** Returns the number of requests that wait for the end of a statement. */
  watchersOf(id: string): number {
    return this.#watchers.get(id)?.size ?? 0;
  }

  /**
   * Resolves when the statement has ended, when the time has passed, or when the signal aborts, whichever
   * comes first.
   */
  async waitForEnd(id: string, timeoutMilliseconds: number, signal: AbortSignal): Promise<void> {
    const record = this.#options.store.find(id);
    if (!record || isFinal(record.status) || signal.aborted) {
      return;
    }
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        watchers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMilliseconds);
      signal.addEventListener("abort", done);
      watchers.add(done);
    });
  }

  /** Ends all running and waiting statements. Resolves when no statement is running. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const record of this.#waiting.splice(0)) {
      this.#end(record, new Stopped());
    }
    const settled = [...this.#active.values()].map((active) => {
      active.abort.abort(new Stopped());
      return active.settled;
    });
    await Promise.all(settled);
  }

  #pick(): void {
    while (!this.#closed && this.#active.size < this.#options.concurrency) {
      const record = this.#waiting.shift();
      if (!record) {
        return;
      }
      const abort = new AbortController();
      this.#advance(record, "PICKED");
      const settled = this.#run(record, abort.signal);
      this.#active.set(record.id, { record, abort, settled });
    }
  }

  async #run(record: StatementRecord, signal: AbortSignal): Promise<void> {
    // A turn of the event loop, so that who describes the statement can see it picked.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    const started = performance.now();
    let failure: unknown;
    try {
      signal.throwIfAborted();
      this.#advance(record, "STARTED");
      const outcome = await this.#options.work(record, { signal, changed: () => this.#save(record) });
      Object.assign(record, outcome);
    } catch (error) {
      failure = signal.aborted ? signal.reason : error;
    }
    record.durationNanoseconds = Math.round((performance.now() - started) * 1_000_000);
    this.#active.delete(record.id);
    this.#end(record, failure);
    this.#pick();
  }

  #advance(record: StatementRecord, status: StatementProgress["status"]): void {
    record.status = status;
    this.#save(record);
  }

  #save(record: StatementRecord): void {
    record.updatedAt = this.#options.clock.now();
    this.#options.store.save(record);
  }

  #end(record: StatementRecord, error: unknown): void {
    if (error === undefined) {
      record.status = "FINISHED";
    } else if (error instanceof Cancelled) {
      record.status = "ABORTED";
      record.error = error.message;
    } else {
      record.status = "FAILED";
      record.error = describeFailure(error);
    }
    for (const statement of record.subStatements ?? []) {
      if (!isFinal(statement.status)) {
        statement.status = "ABORTED";
      }
    }
    this.#save(record);
    for (const done of this.#watchers.get(record.id) ?? []) {
      done();
    }
    this.#watchers.delete(record.id);
    this.#options.onFinal(record);
  }
}

/** Fails the statements that an earlier process left unfinished: no process works on them any longer. */
export function failUnfinished(store: StatementStore, clock: { now(): number }): void {
  for (const record of store.all()) {
    if (isFinal(record.status)) {
      continue;
    }
    const end = {
      status: "FAILED" as const,
      error: "ERROR: The warehouse ended while the statement ran",
      updatedAt: clock.now(),
    };
    const subStatements = record.subStatements?.map((statement) =>
      isFinal(statement.status) ? statement : { ...statement, ...end },
    );
    store.save({ ...record, ...end, subStatements });
  }
}

/** Returns the message of a failure: a SQL error's own, or that of an internal error, named as one. */
export function describeFailure(error: unknown): string {
  if (error instanceof SqlError || error instanceof Stopped) {
    return error.message;
  }
  return `ERROR: Internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

class Cancelled extends Error {
  override readonly name = "Cancelled";

  constructor() {
    super("ERROR: Query cancelled on user's request");
  }
}

class Stopped extends Error {
  override readonly name = "Stopped";

  constructor() {
    super("ERROR: The warehouse was stopped while the statement ran");
  }
}
