import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { ExecutionType } from "../definition/validation-context.ts";
import type { JsonValue } from "../json.ts";

/** What is kept of a state machine; times in milliseconds since the epoch. */
export type StateMachineRecord = {
  stateMachineArn: string;
  name: string;
  type: ExecutionType;
  roleArn: string;
  /** JSON text as it was given. */
  definition: string;
  /** Names the definition; executions keep it. */
  revision: string;
  revisionId: string;
  created: number;
  updated: number;
  loggingConfiguration?: JsonValue;
  tracingConfiguration?: JsonValue;
  tags?: { key: string; value: string }[];
};

export class StateMachineStore {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  put(machine: Omit<StateMachineRecord, "revision">): void {
    const { stateMachineArn, name, created } = machine;
    const revision = this.keepDefinition(machine.definition);
    this.#statements.put.run(
      stateMachineArn,
      name,
      created,
      revision,
      JSON.stringify({ ...machine, revision }),
    );
  }

  /** Keeps a definition for the executions that run it and returns its name. */
  keepDefinition(definition: string): string {
    const revision = revisionOf(definition);
    this.#statements.putDefinition.run(revision, definition);
    return revision;
  }

  find(stateMachineArn: string): StateMachineRecord | undefined {
    const row = this.#statements.byArn.get(stateMachineArn);
    return row && JSON.parse(String(row.record));
  }

  list(): StateMachineRecord[] {
    return this.#statements.all.all().map((row) => JSON.parse(String(row.record)));
  }

  /** Returns the definition that an execution runs, whatever has become of its machine. */
  definition(revision: string): string | undefined {
    const row = this.#statements.definition.get(revision);
    return row && String(row.definition);
  }

  delete(stateMachineArn: string): void {
    this.#statements.delete.run(stateMachineArn);
  }
}

export function revisionOf(definition: string): string {
  return createHash("sha256").update(definition).digest("hex");
}

function prepare(database: DatabaseSync) {
  return {
    put: database.prepare("INSERT OR REPLACE INTO state_machines VALUES (?, ?, ?, ?, ?)"),
    putDefinition: database.prepare("INSERT OR IGNORE INTO definitions VALUES (?, ?)"),
    definition: database.prepare("SELECT definition FROM definitions WHERE revision = ?"),
    byArn: database.prepare("SELECT record FROM state_machines WHERE arn = ?"),
    all: database.prepare("SELECT record FROM state_machines ORDER BY name"),
    delete: database.prepare("DELETE FROM state_machines WHERE arn = ?"),
  };
}
