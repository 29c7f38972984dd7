import type { DatabaseSync } from "node:sqlite";
import { Collecting } from "../collecting.ts";
import { dimensionsText, type Metric, type Sample } from "./metric.ts";
import { statisticOf } from "./statistics.ts";

const minuteMilliseconds = 60_000;

/** CloudWatch keeps metrics for 15 months, the oldest by the hour; here each minute is kept. */
const keptMilliseconds = 455 * 86_400_000;

export const metricTables = `
  CREATE TABLE IF NOT EXISTS metrics (
    id INTEGER PRIMARY KEY, namespace TEXT NOT NULL, name TEXT NOT NULL, dimensions TEXT NOT NULL,
    updated INTEGER NOT NULL, UNIQUE (namespace, name, dimensions)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS samples (
    metric INTEGER NOT NULL REFERENCES metrics, minute INTEGER NOT NULL, min REAL NOT NULL, max REAL NOT NULL,
    count REAL NOT NULL, sum REAL NOT NULL, PRIMARY KEY (metric, minute, min, max)
  ) STRICT, WITHOUT ROWID;
`;

export type Span = {
  /** From the first time, inclusive, to the second, exclusive; in milliseconds. */
  from: number;
  until: number;
  periodSeconds: number;
};

/** How long a value may wait: what a stage that is killed loses of its counts. */
const collectMilliseconds = 500;
/** More of them must not fill the memory. */
const maxWaiting = 10_000;

type Waiting = { metric: Metric; time: number; samples: readonly Sample[] };

/**
 * Metrics by the minute, in SQLite: equal values of a minute are one row. A request adds some ten values, so
 * they are collected and written together, at the latest before any is read.
 */
export class MetricStore {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  #waiting: Waiting[] = [];
  readonly #collecting: Collecting;

  constructor(database: DatabaseSync, onFault: (fault: unknown) => void) {
    this.#database = database;
    this.#statements = prepare(database);
    this.#collecting = new Collecting(collectMilliseconds, () => this.flush(), onFault);
  }

  /** Adds values of a moment to a metric. */
  add(metric: Metric, time: number, samples: readonly Sample[]): void {
    this.#waiting.push({ metric, time, samples });
    if (this.#waiting.length >= maxWaiting) {
      this.flush();
    }
    this.#collecting.begin();
  }

  /** Writes what waits, in one transaction. */
  flush(): void {
    this.#collecting.end();
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) {
      return;
    }
    this.#database.exec("BEGIN");
    try {
      waiting.forEach((each) => this.#write(each));
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #write({ metric: { namespace, name, dimensions }, time, samples }: Waiting): void {
    const metric = this.#statements.touch.get(namespace, name, dimensionsText(dimensions), time);
    const minute = Math.floor(time / minuteMilliseconds);
    for (const { min, max, count, sum } of samples) {
      this.#statements.add.run(Number(metric?.["id"]), minute, min, max, count, sum);
    }
  }

  /** Returns a statistic for each period of a span that has values, by the period's begin. */
  statistics(metric: Metric, { from, until, periodSeconds }: Span, statistic: string): Map<number, number> {
    const period = periodSeconds * 1_000;
    const byPeriod = new Map<number, Sample[]>();
    for (const { minute, sample } of this.#samples(metric, from, until)) {
      const begin = from + Math.floor((minute - from) / period) * period;
      byPeriod.set(begin, [...(byPeriod.get(begin) ?? []), sample]);
    }
    return new Map(
      [...byPeriod].flatMap(([begin, samples]) => {
        const value = statisticOf(samples, statistic);
        return value === undefined ? [] : [[begin, value]];
      }),
    );
  }

  /** Returns the metrics with values since a time, in the order of their names. */
  list(since: number): Metric[] {
    this.flush();
    return this.#statements.list.all(since).map((row) => ({
      namespace: String(row["namespace"]),
      name: String(row["name"]),
      dimensions: Object.fromEntries(JSON.parse(String(row["dimensions"])) as [string, string][]),
    }));
  }

  expire(now: number): void {
    this.flush();
    this.#statements.expire.run(Math.floor((now - keptMilliseconds) / minuteMilliseconds));
  }

  *#samples(
    { namespace, name, dimensions }: Metric,
    from: number,
    until: number,
  ): Generator<{ minute: number; sample: Sample }> {
    this.flush();
    const rows = this.#statements.samples.iterate(
      namespace,
      name,
      dimensionsText(dimensions),
      Math.ceil(from / minuteMilliseconds),
      Math.ceil(until / minuteMilliseconds),
    );
    for (const row of rows) {
      const [min, max, count, sum] = ["min", "max", "count", "sum"].map((column) => Number(row[column]));
      const sample = { min: min ?? 0, max: max ?? 0, count: count ?? 0, sum: sum ?? 0 };
      yield { minute: Number(row["minute"]) * minuteMilliseconds, sample };
    }
  }
}

function prepare(database: DatabaseSync) {
  return {
    touch: database.prepare(
      `INSERT INTO metrics (namespace, name, dimensions, updated) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET updated = max(updated, excluded.updated) RETURNING id`,
    ),
    add: database.prepare(
      `INSERT INTO samples (metric, minute, min, max, count, sum) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, sum = sum + excluded.sum`,
    ),
    samples: database.prepare(
      `SELECT s.* FROM metrics m JOIN samples s ON s.metric = m.id
        WHERE m.namespace = ? AND m.name = ? AND m.dimensions = ? AND s.minute >= ? AND s.minute < ?`,
    ),
    list: database.prepare("SELECT * FROM metrics WHERE updated >= ? ORDER BY namespace, name, dimensions"),
    expire: database.prepare("DELETE FROM samples WHERE minute < ?"),
  };
}
