import type { LogStore, NewLogEvent } from "./log-store.ts";

/** The destination of an event: a group and one of its streams. */
export type LogPlace = { group: string; stream: string };

/** Takes an event of a service; its time is the machine's. */
export type WriteLog = (place: LogPlace, message: string) => void;

/** Gets the events that reached a group, for example to read their metrics. */
export type LogReader = (group: string, events: readonly NewLogEvent[]) => void;

/**
 * Collects what services write, and stores it once the process has nothing more urgent to do, so that an
 * invocation does not wait for its log.
 */
export class LogWriter {
  readonly #store: LogStore;
  readonly #waiting = new Map<string, { place: LogPlace; events: NewLogEvent[] }>();
  readonly #readers: LogReader[] = [];
  readonly #onFault: (fault: unknown) => void;
  #due: NodeJS.Immediate | undefined;

  constructor(store: LogStore, onFault: (fault: unknown) => void) {
    this.#store = store;
    this.#onFault = onFault;
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
    this.#due ??= setImmediate(() => {
      try {
        this.flush();
      } catch (error) {
        this.#onFault(error);
      }
    });
  }

  /** Stores what waits; must be called before the store is read. */
  flush(): void {
    clearImmediate(this.#due);
    this.#due = undefined;
    const writes = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { place, events } of writes) {
      this.#store.append(place, events, Date.now());
      for (const reader of this.#readers) {
        reader(place.group, events);
      }
    }
  }
}
