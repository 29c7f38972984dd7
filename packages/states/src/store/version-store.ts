import type { DatabaseSync } from "node:sqlite";
import type { StateMachineRecord } from "./state-machine-store.ts";

/** A version: the machine as it was when it was published. */
export type VersionRecord = StateMachineRecord & {
  versionArn: string;
  version: number;
  published: number;
  note?: string;
};

/** An alias: which versions it leads to, and how often. */
export type AliasRecord = {
  aliasArn: string;
  name: string;
  description?: string | undefined;
  routes: { stateMachineVersionArn: string; weight: number }[];
  created: number;
  updated: number;
};

/** The version, and perhaps the alias, that StartExecution named. */
export type StartedBy = { stateMachineVersionArn?: string; stateMachineAliasArn?: string };

/** The versions and aliases of state machines. */
export class VersionStore {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  /** Publishes a machine under the next number that it has never had. */
  publish(
    machine: StateMachineRecord,
    { now, note }: { now: number; note?: string | undefined },
  ): VersionRecord {
    const last = this.#statements.lastVersion.get(machine.stateMachineArn);
    const version = Number(last?.version ?? 0) + 1;
    const record: VersionRecord = {
      ...machine,
      versionArn: `${machine.stateMachineArn}:${version}`,
      version,
      published: now,
      ...(note === undefined ? {} : { note }),
    };
    this.#statements.putLast.run(machine.stateMachineArn, version);
    this.#statements.putVersion.run(
      record.versionArn,
      machine.stateMachineArn,
      version,
      JSON.stringify(record),
    );
    return record;
  }

  version(versionArn: string): VersionRecord | undefined {
    const row = this.#statements.version.get(versionArn);
    return row && JSON.parse(String(row.record));
  }

  /** Returns the versions of a machine, the newest first. */
  versions(stateMachineArn: string): VersionRecord[] {
    return this.#statements.versions.all(stateMachineArn).map((row) => JSON.parse(String(row.record)));
  }

  deleteVersion(versionArn: string): void {
    this.#statements.deleteVersion.run(versionArn);
  }

  putAlias(alias: AliasRecord): void {
    this.#statements.putAlias.run(
      alias.aliasArn,
      alias.aliasArn.replace(/:[^:]+$/, ""),
      JSON.stringify(alias),
    );
  }

  alias(aliasArn: string): AliasRecord | undefined {
    const row = this.#statements.alias.get(aliasArn);
    return row && JSON.parse(String(row.record));
  }

  /** Returns the aliases of a machine, by name. */
  aliases(stateMachineArn: string): AliasRecord[] {
    return this.#statements.aliases.all(stateMachineArn).map((row) => JSON.parse(String(row.record)));
  }

  deleteAlias(aliasArn: string): void {
    this.#statements.deleteAlias.run(aliasArn);
  }

  /** Keeps by which version and alias an execution was started. */
  keepStart(executionArn: string, started: StartedBy): void {
    this.#statements.keepStart.run(executionArn, JSON.stringify(started));
  }

  startOf(executionArn: string): StartedBy {
    const row = this.#statements.startOf.get(executionArn);
    return row ? JSON.parse(String(row.record)) : {};
  }

  /** Deletes what a deleted machine leaves. */
  deleteMachine(stateMachineArn: string): void {
    this.#statements.deleteVersions.run(stateMachineArn);
    this.#statements.deleteAliases.run(stateMachineArn);
  }
}

function prepare(database: DatabaseSync) {
  return {
    lastVersion: database.prepare("SELECT version FROM last_versions WHERE machine_arn = ?"),
    putLast: database.prepare("INSERT OR REPLACE INTO last_versions VALUES (?, ?)"),
    putVersion: database.prepare("INSERT INTO versions VALUES (?, ?, ?, ?)"),
    version: database.prepare("SELECT record FROM versions WHERE arn = ?"),
    versions: database.prepare("SELECT record FROM versions WHERE machine_arn = ? ORDER BY version DESC"),
    deleteVersion: database.prepare("DELETE FROM versions WHERE arn = ?"),
    deleteVersions: database.prepare("DELETE FROM versions WHERE machine_arn = ?"),
    putAlias: database.prepare("INSERT OR REPLACE INTO aliases VALUES (?, ?, ?)"),
    alias: database.prepare("SELECT record FROM aliases WHERE arn = ?"),
    aliases: database.prepare("SELECT record FROM aliases WHERE machine_arn = ? ORDER BY arn"),
    keepStart: database.prepare("INSERT OR REPLACE INTO started_by VALUES (?, ?)"),
    startOf: database.prepare("SELECT record FROM started_by WHERE execution_arn = ?"),
    deleteAlias: database.prepare("DELETE FROM aliases WHERE arn = ?"),
    deleteAliases: database.prepare("DELETE FROM aliases WHERE machine_arn = ?"),
  };
}
