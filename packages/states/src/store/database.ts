import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const schema = `
  CREATE TABLE IF NOT EXISTS state_machines (
    arn TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL, revision TEXT NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS definitions (revision TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
    revision TEXT NOT NULL, status TEXT NOT NULL, started INTEGER NOT NULL, stopped INTEGER, input TEXT NOT NULL,
    output TEXT, error TEXT, cause TEXT, redrives INTEGER NOT NULL, redriven INTEGER, map_run_arn TEXT,
    child_index INTEGER, items INTEGER, events INTEGER NOT NULL, frame TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS executions_of_machine ON executions (machine_arn, started);
  CREATE INDEX IF NOT EXISTS executions_of_map_run ON executions (map_run_arn, child_index) WHERE map_run_arn IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executions_running ON executions (status) WHERE status = 'RUNNING';
  CREATE TABLE IF NOT EXISTS history (
    execution INTEGER NOT NULL, first_event INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY (execution, first_event)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS map_runs (
    arn TEXT PRIMARY KEY, execution_arn TEXT NOT NULL, started INTEGER NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS activities (arn TEXT PRIMARY KEY, name TEXT NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS versions (
    arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS last_versions (machine_arn TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS started_by (execution_arn TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS aliases (arn TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS map_runs_of_execution ON map_runs (execution_arn);
`;

/** How much SQLite keeps in memory, in KiB. */
const cacheKibibytes = 16 * 1024;

/**
 * Opens the database below a directory, or without one a temporary database that spills to disk and goes with
 * the process.
 */
export function openDatabase(directory: string | undefined): DatabaseSync {
  if (directory !== undefined) {
    mkdirSync(directory, { recursive: true });
  }
  const database = new DatabaseSync(directory === undefined ? "" : join(directory, "states.sqlite"));
  database.exec(`PRAGMA journal_mode = ${directory === undefined ? "OFF" : "WAL"}`);
  // A crash of the process loses nothing that was committed; a crash of the machine may lose the last
  // moments.
  database.exec("PRAGMA synchronous = OFF");
  database.exec(`PRAGMA cache_size = -${cacheKibibytes}`);
  database.exec(schema);
  return database;
}
