import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import type { Catalog } from "../catalog/catalog.ts";
import { storedCatalog } from "../catalog/stored-catalog.ts";
import { resultColumns, resultPage, type ColumnMetadata, type Field } from "./result-page.ts";
import { statementRecord, type StatementRecord } from "./statement-record.ts";

const schema = `
  CREATE TABLE IF NOT EXISTS statements (
    id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, created_at INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS client_tokens (
    token TEXT PRIMARY KEY, request TEXT NOT NULL, statement_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS result_columns (
    statement_id TEXT PRIMARY KEY, columns TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS result_pages (
    statement_id TEXT NOT NULL, page INTEGER NOT NULL, records TEXT NOT NULL, PRIMARY KEY (statement_id, page)) STRICT;
  CREATE TABLE IF NOT EXISTS catalogs (workgroup TEXT PRIMARY KEY, catalog TEXT NOT NULL) STRICT;
`;

const uuidLength = 36;

const textRow = z.object({ text: z.string() });
const tokenRow = z.object({ request: z.string(), statement_id: z.string() });

export type ClientToken = { token: string; request: string; statementId: string; expiresAt: number };

/**
 * Statements, results and catalogs in one SQLite file: they outlive the process. Times in milliseconds since
 * 1970.
 */
export class StatementStore {
  readonly #database: DatabaseSync;
  #ordinal: number;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#database = new DatabaseSync(path.join(directory, "warehouse.sqlite"));
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    this.#database.exec(schema);
    const last = this.#database.prepare("SELECT coalesce(max(ordinal), 0) AS ordinal FROM statements").get();
    this.#ordinal = z.object({ ordinal: z.number() }).parse(last).ordinal;
  }

  close(): void {
    this.#database.close();
  }

  /**
   * Returns a number for each statement, greater than all before: Redshift's query ids and process ids come
   * from it.
   */
  nextOrdinal(): number {
    this.#ordinal += 1;
    return this.#ordinal;
  }

  save(record: StatementRecord): void {
    this.#database
      .prepare(
        "INSERT INTO statements (id, ordinal, created_at, record) VALUES (?, ?, ?, ?) " +
          "ON CONFLICT (id) DO UPDATE SET record = excluded.record",
      )
      .run(record.id, record.redshiftQueryId, record.createdAt, JSON.stringify(record));
  }

  find(id: string): StatementRecord | undefined {
    const row = this.#database.prepare("SELECT record AS text FROM statements WHERE id = ?").get(id);
    return row && readRecord(row);
  }

  /** Returns all statements, the newest first. */
  all(): StatementRecord[] {
    return this.#database
      .prepare("SELECT record AS text FROM statements ORDER BY ordinal DESC")
      .all()
      .map(readRecord);
  }

  saveToken({ token, request, statementId, expiresAt }: ClientToken): void {
    this.#database
      .prepare(
        "INSERT OR REPLACE INTO client_tokens (token, request, statement_id, expires_at) VALUES (?, ?, ?, ?)",
      )
      .run(token, request, statementId, expiresAt);
  }

  findToken(token: string, now: number): { request: string; statementId: string } | undefined {
    const row = this.#database
      .prepare("SELECT request, statement_id FROM client_tokens WHERE token = ? AND expires_at > ?")
      .get(token, now);
    if (!row) {
      return undefined;
    }
    const { request, statement_id: statementId } = tokenRow.parse(row);
    return { request, statementId };
  }

  saveColumns(statementId: string, columns: readonly ColumnMetadata[]): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO result_columns (statement_id, columns) VALUES (?, ?)")
      .run(statementId, JSON.stringify(columns));
  }

  findColumns(statementId: string): ColumnMetadata[] | undefined {
    const row = this.#database
      .prepare("SELECT columns AS text FROM result_columns WHERE statement_id = ?")
      .get(statementId);
    return row && resultColumns.parse(JSON.parse(textRow.parse(row).text));
  }

  /** Keeps a page of records, given as JSON; pages count from 0. */
  savePage(statementId: string, page: number, records: string): void {
    this.#database
      .prepare("INSERT INTO result_pages (statement_id, page, records) VALUES (?, ?, ?)")
      .run(statementId, page, records);
  }

  findPage(statementId: string, page: number): Field[][] | undefined {
    const row = this.#database
      .prepare("SELECT records AS text FROM result_pages WHERE statement_id = ? AND page = ?")
      .get(statementId, page);
    return row && resultPage.parse(JSON.parse(textRow.parse(row).text));
  }

  hasPage(statementId: string, page: number): boolean {
    const sql = "SELECT 1 FROM result_pages WHERE statement_id = ? AND page = ?";
    return this.#database.prepare(sql).get(statementId, page) !== undefined;
  }

  deleteResult(statementId: string): void {
    this.#database.prepare("DELETE FROM result_pages WHERE statement_id = ?").run(statementId);
    this.#database.prepare("DELETE FROM result_columns WHERE statement_id = ?").run(statementId);
  }

  /** Forgets statements, and their results, that were made before a time. */
  deleteBefore(time: number): void {
    if (!this.#database.prepare("SELECT 1 FROM statements WHERE created_at < ? LIMIT 1").get(time)) {
      return;
    }
    // The results of a batch are kept under `<id>:<number>`.
    const isOld = `substr(statement_id, 1, ${uuidLength}) IN (SELECT id FROM statements WHERE created_at < ?)`;
    this.#database.prepare(`DELETE FROM result_pages WHERE ${isOld}`).run(time);
    this.#database.prepare(`DELETE FROM result_columns WHERE ${isOld}`).run(time);
    this.#database.prepare("DELETE FROM client_tokens WHERE expires_at < ?").run(time);
    this.#database.prepare("DELETE FROM statements WHERE created_at < ?").run(time);
  }

  saveCatalog(workgroup: string, catalog: Catalog): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO catalogs (workgroup, catalog) VALUES (?, ?)")
      .run(workgroup, JSON.stringify(catalog));
  }

  /** Returns the catalogs of all workgroups, those that the stage no longer declares too. */
  catalogs(): Catalog[] {
    return this.#database
      .prepare("SELECT catalog AS text FROM catalogs")
      .all()
      .map((row) => storedCatalog.parse(JSON.parse(textRow.parse(row).text)));
  }

  findCatalog(workgroup: string): Catalog | undefined {
    const row = this.#database
      .prepare("SELECT catalog AS text FROM catalogs WHERE workgroup = ?")
      .get(workgroup);
    return row && storedCatalog.parse(JSON.parse(textRow.parse(row).text));
  }
}

function readRecord(row: unknown): StatementRecord {
  return statementRecord.parse(JSON.parse(textRow.parse(row).text));
}
