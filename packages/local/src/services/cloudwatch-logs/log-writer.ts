import { Collecting } from "../collecting.ts";
import type { LogPlace, LogStore, NewLogEvent } from "./log-store.ts";

/** Takes an event of a service; its time is the machine's. */
export type WriteLog = (place: LogPlace, message: string) => void;

/** Gets the events that reached a group, for example to read their metrics. */
export type LogReader = (group: string, events: readonly NewLogEvent[]) => void;

/** How long an event may wait: what a stage that is killed loses of its logs. */
const collectMilliseconds = 50;

/**
 * Collects what services write, and stores it together soon after: an event by itself takes a hundred times
 * as long as one of many, and an invocation must not wait for its log.
 */
export class LogWriter {
  readonly #store: LogStore;
  readonly #waiting = new Map<string, { place: LogPlace; events: NewLogEvent[] }>();
  readonly #readers: LogReader[] = [];
  readonly #collecting: Collecting;

  constructor(store: LogStore, onFault: (fault: unknown) => void) {
    this.#store = store;
    this.#collecting = new Collecting(collectMilliseconds, () => this.flush(), onFault);
  }

  /** Has every later event read. */
  readBy(reader: LogReader): void {
    this.#readers.push(reader);
  }

  write({ group, stream }: LogPlace, events: readonly NewLogEvent[]): void {
    const key = `${group}\n${stream}`;
    const waiting = this.#waiting.get(key) ?? { place: { group, stream }, events: [] };
    this.#waiting.set(key, waiting);
    waiting.events.push(...events);
    this.#collecting.begin();
  }

  /** Stores what waits; must be called before the store is read, or what its readers make of it. */
  flush(): void {
    this.#collecting.end();
    const writes = [...this.#waiting.values()];
    if (writes.length === 0) {
      return;
    }
    this.#waiting.clear();
    this.#store.append(writes, Date.now());
    for (const { place, events } of writes) {
      for (const reader of this.#readers) {
        reader(place.group, events);
      }
    }
  }
}
