import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";

/** An event on its way to a target of a rule. */
export type Delivery = {
  /** The store's own number. */
  id: number;
  ruleArn: string;
  targetId: string;
  /** JSON text. */
  event: string;
  /** What the target is handed instead of the event: JSON text. */
  payload: string | undefined;
  /** Milliseconds since 1970. */
  acceptedAt: number;
  /** Attempts that failed so far. */
  attempts: number;
  /** Not tried again before; milliseconds since 1970. */
  nextAt: number;
};

const rowSchema = z.object({
  id: z.number(),
  rule_arn: z.string(),
  target_id: z.string(),
  event: z.string(),
  payload: z.string().nullable(),
  accepted_at: z.number(),
  attempts: z.number(),
  next_at: z.number(),
});

const schema = `
  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY, rule_arn TEXT NOT NULL, target_id TEXT NOT NULL, event TEXT NOT NULL, payload TEXT,
    accepted_at INTEGER NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS disabled_rules (arn TEXT PRIMARY KEY, disabled INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS object_writes (id INTEGER PRIMARY KEY, change TEXT NOT NULL) STRICT;
`;

export const databaseName = "events.sqlite";

/**
 * What the event buses keep: deliveries and changes of objects under way, and rules that a caller switched.
 */
export class DeliveryStore {
  readonly #database: DatabaseSync;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#database = new DatabaseSync(path.join(directory, databaseName));
    // A crash of the process loses nothing that was committed; a crash of the machine may lose the last
    // moments.
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
    this.#database.exec(schema);
  }

  add(delivery: Omit<Delivery, "id">): Delivery {
    const { ruleArn, targetId, event, payload, acceptedAt, attempts, nextAt } = delivery;
    const { lastInsertRowid } = this.#database
      .prepare(
        "INSERT INTO deliveries (rule_arn, target_id, event, payload, accepted_at, attempts, next_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      )
      .run(ruleArn, targetId, event, payload ?? null, acceptedAt, attempts, nextAt);
    return { ...delivery, id: Number(lastInsertRowid) };
  }

  /** Returns what an earlier process left undelivered, the oldest first. */
  open(): Delivery[] {
    return this.#database
      .prepare("SELECT * FROM deliveries ORDER BY id")
      .all()
      .map((row) => {
        const { rule_arn, target_id, payload, accepted_at, next_at, ...rest } = rowSchema.parse(row);
        return {
          ...rest,
          ruleArn: rule_arn,
          targetId: target_id,
          payload: payload ?? undefined,
          acceptedAt: accepted_at,
          nextAt: next_at,
        };
      });
  }

  postpone({ id, attempts, nextAt }: Pick<Delivery, "id" | "attempts" | "nextAt">): void {
    this.#database
      .prepare("UPDATE deliveries SET attempts = ?, next_at = ? WHERE id = ?")
      .run(attempts, nextAt, id);
  }

  remove(id: number): void {
    this.#database.prepare("DELETE FROM deliveries WHERE id = ?").run(id);
  }

  /** Returns whether a caller disabled or enabled a rule, after it was declared; undefined if none did. */
  isDisabled(ruleArn: string): boolean | undefined {
    const row = this.#database.prepare("SELECT disabled FROM disabled_rules WHERE arn = ?").get(ruleArn);
    return row && row["disabled"] === 1;
  }

  setDisabled(ruleArn: string, disabled: boolean): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO disabled_rules (arn, disabled) VALUES (?, ?)")
      .run(ruleArn, disabled ? 1 : 0);
  }

  /** Keeps the change of an object that is about to be made, JSON text. Returns its number. */
  expectChange(change: string): number {
    const { lastInsertRowid } = this.#database
      .prepare("INSERT INTO object_writes (change) VALUES (?)")
      .run(change);
    return Number(lastInsertRowid);
  }

  forgetChange(id: number): void {
    this.#database.prepare("DELETE FROM object_writes WHERE id = ?").run(id);
  }

  /** Returns the changes of objects that an earlier process did not see to their end. */
  expectedChanges(): { id: number; change: string }[] {
    const changes = z.array(z.object({ id: z.number(), change: z.string() }));
    return changes.parse(this.#database.prepare("SELECT id, change FROM object_writes ORDER BY id").all());
  }

  /** Runs the writes of `work` as one. */
  together<Result>(work: () => Result): Result {
    this.#database.exec("BEGIN");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }
}
