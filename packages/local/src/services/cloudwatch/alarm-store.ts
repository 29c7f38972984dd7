import type { DatabaseSync } from "node:sqlite";
import type { AlarmStateValue } from "./alarms.ts";

/** An alarm's state, its reason, and since when, in milliseconds since 1970. */
export type AlarmState = {
  value: AlarmStateValue;
  reason: string;
  /** JSON. */
  reasonData: string | undefined;
  since: number;
};

export type AlarmHistoryItem = {
  alarm: string;
  time: number;
  type: "Action" | "StateUpdate";
  summary: string;
  /** JSON. */
  data: string;
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html */
const keptMilliseconds = 30 * 86_400_000;

export const alarmTables = `
  CREATE TABLE IF NOT EXISTS alarm_states (
    alarm TEXT PRIMARY KEY, value TEXT NOT NULL, reason TEXT NOT NULL, reason_data TEXT, since INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS alarm_history (
    id INTEGER PRIMARY KEY, alarm TEXT NOT NULL, time INTEGER NOT NULL, type TEXT NOT NULL, summary TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
`;

/** The states of alarms and their history, kept across starts. */
export class AlarmStore {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
  }

  state(alarm: string): AlarmState | undefined {
    const row = this.#statements.state.get(alarm);
    return (
      row && {
        value: stateValue(String(row["value"])),
        reason: String(row["reason"]),
        reasonData: row["reason_data"] === null ? undefined : String(row["reason_data"]),
        since: Number(row["since"]),
      }
    );
  }

  setState(alarm: string, { value, reason, reasonData, since }: AlarmState): void {
    this.#statements.setState.run(alarm, value, reason, reasonData ?? null, since);
  }

  note({ alarm, time, type, summary, data }: AlarmHistoryItem): void {
    this.#statements.note.run(alarm, time, type, summary, data);
  }

  /** Returns the history of one alarm, or of all, newest first. */
  history(alarm: string | undefined): AlarmHistoryItem[] {
    return this.#statements.history.all(alarm ?? null).map((row) => ({
      alarm: String(row["alarm"]),
      time: Number(row["time"]),
      type: row["type"] === "Action" ? "Action" : "StateUpdate",
      summary: String(row["summary"]),
      data: String(row["data"]),
    }));
  }

  expire(now: number): void {
    this.#statements.expire.run(now - keptMilliseconds);
  }
}

function stateValue(text: string): AlarmStateValue {
  return text === "OK" || text === "ALARM" ? text : "INSUFFICIENT_DATA";
}

function prepare(database: DatabaseSync) {
  return {
    state: database.prepare("SELECT * FROM alarm_states WHERE alarm = ?"),
    setState: database.prepare("INSERT OR REPLACE INTO alarm_states VALUES (?, ?, ?, ?, ?)"),
    note: database.prepare(
      "INSERT INTO alarm_history (alarm, time, type, summary, data) VALUES (?, ?, ?, ?, ?)",
    ),
    history: database.prepare(
      "SELECT * FROM alarm_history WHERE ?1 IS NULL OR alarm = ?1 ORDER BY time DESC, id DESC",
    ),
    expire: database.prepare("DELETE FROM alarm_history WHERE time < ?"),
  };
}
