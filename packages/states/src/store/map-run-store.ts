import type { DatabaseSync } from "node:sqlite";
import { MapRun, type MapRunRecord } from "../map-runs/map-run.ts";

/** Map runs. Those under way are in memory too, so that UpdateMapRun reaches them. */
export class MapRunStore {
  readonly #live = new Map<string, MapRun>();
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  begin(record: MapRunRecord): MapRun {
    const mapRun = new MapRun(record);
    this.#live.set(record.mapRunArn, mapRun);
    return mapRun;
  }

  live(mapRunArn: string): MapRun | undefined {
    return this.#live.get(mapRunArn);
  }

  find(mapRunArn: string): MapRunRecord | undefined {
    const live = this.#live.get(mapRunArn);
    if (live) {
      return live.record;
    }
    const row = this.#statements.byArn.get(mapRunArn);
    return row && JSON.parse(String(row.record));
  }

  /** Returns the map runs of an execution, the newest first. */
  ofExecution(executionArn: string): MapRunRecord[] {
    const rows = this.#statements.ofExecution.all(executionArn);
    const kept: MapRunRecord[] = rows
      .filter((row) => !this.#live.has(String(row.arn)))
      .map((row) => JSON.parse(String(row.record)));
    const live = [...this.#live.values()].map(({ record }) => record);
    const own = live.filter((record) => record.executionArn === executionArn);
    return [...own.toReversed(), ...kept].toSorted((one, other) => other.startDate - one.startDate);
  }

  /** Writes those under way; called within the transaction that writes their executions. */
  flush(): void {
    for (const { record } of this.#live.values()) {
      const { mapRunArn, executionArn, startDate } = record;
      this.#statements.upsert.run(mapRunArn, executionArn, startDate, JSON.stringify(record));
      if (record.status !== "RUNNING") {
        this.#live.delete(mapRunArn);
      }
    }
  }
}

function prepare(database: DatabaseSync) {
  return {
    upsert: database.prepare(
      "INSERT INTO map_runs VALUES (?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET record = excluded.record",
    ),
    byArn: database.prepare("SELECT record FROM map_runs WHERE arn = ?"),
    ofExecution: database.prepare(
      "SELECT arn, record FROM map_runs WHERE execution_arn = ? ORDER BY started DESC, rowid DESC",
    ),
  };
}
