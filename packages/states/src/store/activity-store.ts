import type { DatabaseSync } from "node:sqlite";

/** What is kept of an activity; `created` in milliseconds since the epoch. */
export type ActivityRecord = { activityArn: string; name: string; created: number };

export class ActivityStore {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  put(activity: ActivityRecord): ActivityRecord {
    this.#statements.put.run(activity.activityArn, activity.name, JSON.stringify(activity));
    return activity;
  }

  find(activityArn: string): ActivityRecord | undefined {
    const row = this.#statements.byArn.get(activityArn);
    return row && JSON.parse(String(row.record));
  }

  /** Returns every activity, by name. */
  list(): ActivityRecord[] {
    return this.#statements.all.all().map((row) => JSON.parse(String(row.record)));
  }

  delete(activityArn: string): void {
    this.#statements.delete.run(activityArn);
  }
}

function prepare(database: DatabaseSync) {
  return {
    put: database.prepare("INSERT OR REPLACE INTO activities VALUES (?, ?, ?)"),
    byArn: database.prepare("SELECT record FROM activities WHERE arn = ?"),
    all: database.prepare("SELECT record FROM activities ORDER BY name"),
    delete: database.prepare("DELETE FROM activities WHERE arn = ?"),
  };
}
