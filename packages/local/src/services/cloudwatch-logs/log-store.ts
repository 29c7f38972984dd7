import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";

/** An event to be written into a stream. */
export type NewLogEvent = { timestamp: number; message: string };

/** The destination of an event: a group and one of its streams. */
export type LogPlace = { group: string; stream: string };

/** Events, at least one, and where they belong. */
export type LogWrite = { place: LogPlace; events: readonly NewLogEvent[] };

/** A stored event: times in milliseconds since 1970, ids in order of arrival. */
export type LogEvent = NewLogEvent & { id: number; stream: string; ingested: number };

export type LogGroup = { name: string; created: number; retentionDays: number | undefined; bytes: number };

export type LogStream = {
  name: string;
  created: number;
  first: number | undefined;
  last: number | undefined;
  lastIngested: number | undefined;
};

/** The start or end of a reading, which excludes the event itself. */
export type Position = { timestamp: number; id: number };

export type EventQuery = {
  group: string;
  /** All of the group's streams where absent. */
  streams?: readonly string[];
  /** From this time on, and before that one. */
  from?: number | undefined;
  until?: number | undefined;
  after?: Position | undefined;
  before?: Position | undefined;
  newestFirst?: boolean;
};

export const databaseFile = "logs.sqlite";

const dayMilliseconds = 86_400_000;

const schema = `
  CREATE TABLE IF NOT EXISTS groups (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, retention_days INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY, group_id INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE, name TEXT NOT NULL,
    created INTEGER NOT NULL, first INTEGER, last INTEGER, last_ingested INTEGER, UNIQUE (group_id, name)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, group_id INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
    stream_id INTEGER NOT NULL REFERENCES streams ON DELETE CASCADE, timestamp INTEGER NOT NULL,
    ingested INTEGER NOT NULL, message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS events_of_group ON events (group_id, timestamp, id);
  CREATE INDEX IF NOT EXISTS events_of_stream ON events (stream_id, timestamp, id);
`;

/** Log groups, streams and events in SQLite. Every change is a transaction. */
export class LogStore {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #streamIds = new Map<string, { groupId: number; streamId: number }>();

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#database = new DatabaseSync(path.join(directory, databaseFile));
    // A power cut loses only the last lines of a log.
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;");
    this.#database.exec(schema);
    this.#statements = prepare(this.#database);
  }

  /** Adds a group. Returns false if the name is taken. */
  addGroup(name: string, created: number): boolean {
    return this.#statements.addGroup.run(name, created).changes > 0;
  }

  /** Keeps a group's events for a number of days; undefined keeps them forever. */
  retain(name: string, days: number | undefined): void {
    this.#statements.retain.run(days ?? null, name);
  }

  /** Adds a stream to a group. Returns false if the name is taken, or the group does not exist. */
  addStream(group: string, name: string, created: number): boolean {
    return this.#statements.addStream.run(name, created, group).changes > 0;
  }

  hasGroup(name: string): boolean {
    return this.#statements.group.get(name) !== undefined;
  }

  hasStream(group: string, name: string): boolean {
    return this.#statements.stream.get(group, name) !== undefined;
  }

  groups(prefix: string): LogGroup[] {
    return this.#statements.groups.all(prefix).map((row) => ({
      name: String(row["name"]),
      created: Number(row["created"]),
      retentionDays: optional(row["retention_days"]),
      bytes: Number(row["bytes"]),
    }));
  }

  streams(group: string, prefix: string): LogStream[] {
    return this.#statements.streams.all(group, prefix).map((row) => ({
      name: String(row["name"]),
      created: Number(row["created"]),
      first: optional(row["first"]),
      last: optional(row["last"]),
      lastIngested: optional(row["last_ingested"]),
    }));
  }

  /** Appends events to streams. Creates a stream and its group if they do not exist. */
  append(writes: readonly LogWrite[], now: number): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const { place, events } of writes) {
        this.#append(place, events, now);
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#database.exec("ROLLBACK");
      // Streams that this call has made are gone again.
      this.#streamIds.clear();
      throw error;
    }
  }

  #append(place: LogPlace, events: readonly NewLogEvent[], now: number): void {
    const { groupId, streamId } = this.#idsOf(place, now);
    let first = Infinity;
    let last = -Infinity;
    for (const { timestamp, message } of events) {
      this.#statements.append.run(groupId, streamId, timestamp, now, message);
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
    }
    this.#statements.touch.run(first, last, now, streamId);
  }

  /** Yields events in order of time, those of the same time in order of arrival. */
  *events(query: EventQuery): Generator<LogEvent> {
    const { sql, values } = eventsSql(query);
    for (const row of this.#database.prepare(sql).iterate(...values)) {
      yield {
        id: Number(row["id"]),
        stream: String(row["stream"]),
        timestamp: Number(row["timestamp"]),
        ingested: Number(row["ingested"]),
        message: String(row["message"]),
      };
    }
  }

  /** Removes the events that are older than their group's retention. */
  expire(now: number): void {
    this.#statements.expire.run(now, dayMilliseconds);
  }

  close(): void {
    this.#database.close();
  }

  #idsOf({ group, stream }: LogPlace, now: number) {
    const key = `${group}\n${stream}`;
    const known = this.#streamIds.get(key);
    if (known !== undefined) {
      return known;
    }
    this.addGroup(group, now);
    this.addStream(group, stream, now);
    const row = this.#statements.stream.get(group, stream);
    const ids = { groupId: Number(row?.["group_id"]), streamId: Number(row?.["id"]) };
    this.#streamIds.set(key, ids);
    return ids;
  }
}

function eventsSql(query: EventQuery): { sql: string; values: SQLInputValue[] } {
  const { group, streams, from, until, after, before, newestFirst = false } = query;
  const conditions = ["g.name = ?"];
  const values: SQLInputValue[] = [group];
  const hold = (condition: string, ...given: SQLInputValue[]): void => {
    conditions.push(condition);
    values.push(...given);
  };
  if (streams !== undefined) {
    hold(`s.name IN (${streams.map(() => "?").join(", ")})`, ...streams);
  }
  if (from !== undefined) {
    hold("e.timestamp >= ?", from);
  }
  if (until !== undefined) {
    hold("e.timestamp < ?", until);
  }
  if (after !== undefined) {
    hold("(e.timestamp, e.id) > (?, ?)", after.timestamp, after.id);
  }
  if (before !== undefined) {
    hold("(e.timestamp, e.id) < (?, ?)", before.timestamp, before.id);
  }
  const order = newestFirst ? "DESC" : "ASC";
  const sql = `SELECT e.id, s.name AS stream, e.timestamp, e.ingested, e.message
    FROM groups g JOIN events e ON e.group_id = g.id JOIN streams s ON s.id = e.stream_id
    WHERE ${conditions.join(" AND ")} ORDER BY e.timestamp ${order}, e.id ${order}`;
  return { sql, values };
}

function prepare(database: DatabaseSync) {
  return {
    addGroup: database.prepare("INSERT OR IGNORE INTO groups (name, created) VALUES (?, ?)"),
    retain: database.prepare("UPDATE groups SET retention_days = ? WHERE name = ?"),
    addStream: database.prepare(
      "INSERT OR IGNORE INTO streams (group_id, name, created) SELECT id, ?, ? FROM groups WHERE name = ?",
    ),
    group: database.prepare("SELECT id FROM groups WHERE name = ?"),
    groups: database.prepare(
      `SELECT name, created, retention_days,
        (SELECT coalesce(sum(length(message)), 0) FROM events WHERE group_id = groups.id) AS bytes
        FROM groups WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name`,
    ),
    stream: database.prepare(
      "SELECT s.id, s.group_id FROM streams s JOIN groups g ON g.id = s.group_id WHERE g.name = ? AND s.name = ?",
    ),
    streams: database.prepare(
      `SELECT s.* FROM streams s JOIN groups g ON g.id = s.group_id
        WHERE g.name = ?1 AND substr(s.name, 1, length(?2)) = ?2 ORDER BY s.name`,
    ),
    append: database.prepare(
      "INSERT INTO events (group_id, stream_id, timestamp, ingested, message) VALUES (?, ?, ?, ?, ?)",
    ),
    touch: database.prepare(
      `UPDATE streams SET first = min(coalesce(first, ?1), ?1), last = max(coalesce(last, ?2), ?2), last_ingested = ?3
        WHERE id = ?4`,
    ),
    expire: database.prepare(
      `DELETE FROM events WHERE id IN (
        SELECT e.id FROM groups g JOIN events e ON e.group_id = g.id AND e.timestamp < ?1 - g.retention_days * ?2
      )`,
    ),
  };
}

function optional(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
