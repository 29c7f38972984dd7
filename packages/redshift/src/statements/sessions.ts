import { randomUUID } from "node:crypto";
import type { TemporaryTables } from "../catalog/catalog.ts";

/** A session of the Data API. Times in milliseconds since 1970. */
export type Session = TemporaryTables & {
  id: string;
  workgroup: string;
  database: string;
  createdAt: number;
  updatedAt: number;
  /** When an idle session is closed; undefined while a statement runs in it. */
  closesAt: number | undefined;
  keepAliveMilliseconds: number;
  /** The statement that runs in it. */
  statementId: string | undefined;
};

export type SessionStatus = "AVAILABLE" | "BUSY" | "CLOSED";

/**
 * "The maximum time a session can keep alive is 24 hours":
 * https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ExecuteStatement.html
 */
const maxSessionMilliseconds = 24 * 60 * 60 * 1000;

/**
 * The sessions of the Data API, with their temporary tables. They live in memory: no session outlives the
 * warehouse's process.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling-considerations-session-reuse.html
 */
export class Sessions {
  readonly #clock: { now(): number };
  readonly #sessions = new Map<string, Session>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** Opens a session for a statement that is about to run in it. */
  open(session: Pick<Session, "workgroup" | "database" | "keepAliveMilliseconds">): Session {
    const now = this.#clock.now();
    const opened: Session = {
      ...session,
      id: randomUUID(),
      createdAt: now,
      updatedAt: now,
      closesAt: undefined,
      statementId: undefined,
      temporary: {},
    };
    this.#sessions.set(opened.id, opened);
    return opened;
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /**
   * Returns the sessions that are open, and those that were closed less than 24 hours ago, the newest first.
   */
  all(): Session[] {
    const oldest = this.#clock.now() - maxSessionMilliseconds;
    for (const session of this.#sessions.values()) {
      if (this.statusOf(session) === "CLOSED" && session.updatedAt < oldest) {
        this.#sessions.delete(session.id);
      }
    }
    return [...this.#sessions.values()].reverse();
  }

  /** Returns the temporary tables of sessions that have closed, once of each, and takes these from them. */
  takeClosed(): TemporaryTables[] {
    return [...this.#sessions.values()]
      .filter((session) => this.statusOf(session) === "CLOSED" && Object.keys(session.temporary).length > 0)
      .map((session) => {
        const { temporary } = session;
        session.temporary = {};
        return { temporary };
      });
  }

  /** Returns the number of open sessions. */
  get openCount(): number {
    return this.all().filter((session) => this.statusOf(session) !== "CLOSED").length;
  }

  statusOf({ statementId, closesAt }: Session): SessionStatus {
    if (statementId !== undefined) {
      return "BUSY";
    }
    return closesAt !== undefined && closesAt <= this.#clock.now() ? "CLOSED" : "AVAILABLE";
  }

  /** Marks a session as running a statement. */
  begin(session: Session, statementId: string): void {
    Object.assign(session, { statementId, closesAt: undefined, updatedAt: this.#clock.now() });
  }

  /**
   * Marks a session as idle: it closes after its time to be kept alive, 24 hours after it was opened at the
   * latest.
   */
  end(id: string): void {
    const session = this.#sessions.get(id);
    if (!session) {
      return;
    }
    const now = this.#clock.now();
    session.statementId = undefined;
    session.updatedAt = now;
    session.closesAt = Math.min(
      now + session.keepAliveMilliseconds,
      session.createdAt + maxSessionMilliseconds,
    );
  }
}
