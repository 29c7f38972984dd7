import { type LiveMessage, readMessage, type Topic } from "./message.ts";
import { waitMilliseconds } from "./wait.ts";

/** Below the ten idle minutes after which API Gateway closes a connection. */
const pingMilliseconds = 240_000;

/**
 * A page that is left for another may be followed by one that listens to the same topic. The stage takes
 * messages side by side, so it could take the end of the first subscription for the end of the second.
 */
const lingerMilliseconds = 5_000;

export type LiveState = "off" | "connecting" | "open";

type Listener = { topic: Topic; hear: (message: LiveMessage) => void };

/**
 * The page's one connection to the stage. It is open while a part of the page listens, comes back by itself
 * with a new ticket, and subscribes again to what is listened to.
 */
export class LiveConnection {
  readonly #addressOf: () => Promise<string>;
  readonly #listeners = new Set<Listener>();
  /** What the stage was asked for on the present connection. */
  readonly #subscribed = new Set<Topic>();
  readonly #watchers = new Set<(state: LiveState) => void>();
  #socket: WebSocket | undefined;
  #state: LiveState = "off";
  #failures = 0;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pings: ReturnType<typeof setInterval> | undefined;

  /** @param addressOf asks for a ticket, and returns the address that it opens */
  constructor(addressOf: () => Promise<string>) {
    this.#addressOf = addressOf;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** Whether anything on show is to follow the stage. */
  get isWanted(): boolean {
    return this.#listeners.size > 0;
  }

  /** Hears what is said of a topic until the returned function is called. */
  listen(topic: Topic, hear: (message: LiveMessage) => void): () => void {
    const listener = { topic, hear };
    this.#listeners.add(listener);
    if (this.#state === "off") {
      void this.#connect();
    } else {
      this.#subscribe(topic);
    }
    return () => {
      this.#listeners.delete(listener);
      setTimeout(() => this.#unsubscribe(topic), lingerMilliseconds);
    };
  }

  /** Watches whether the connection is open, until the returned function is called. */
  watch(watcher: (state: LiveState) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Ends the connection for good. */
  close(): void {
    this.#isClosed = true;
    this.#listeners.clear();
    clearTimeout(this.#timer);
    this.#socket?.close();
    this.#become("off");
  }

  async #connect(): Promise<void> {
    this.#become("connecting");
    try {
      const address = await this.#addressOf();
      if (this.#isClosed) {
        return;
      }
      const socket = new WebSocket(address);
      this.#socket = socket;
      socket.addEventListener("open", () => this.#opened());
      socket.addEventListener("message", ({ data }: MessageEvent<string>) => this.#heard(data));
      socket.addEventListener("close", () => this.#lost());
    } catch {
      // No ticket: the page asks the API itself meanwhile, and shows what that says.
      this.#lost();
    }
  }

  #opened(): void {
    this.#failures = 0;
    this.#become("open");
    this.#pings = setInterval(() => this.#send({ action: "ping" }), pingMilliseconds);
    for (const { topic } of this.#listeners) {
      this.#subscribe(topic);
    }
  }

  #subscribe(topic: Topic): void {
    if (this.#state === "open" && !this.#subscribed.has(topic)) {
      this.#subscribed.add(topic);
      this.#send({ action: "subscribe", topic });
    }
  }

  #unsubscribe(topic: Topic): void {
    const isHeard = [...this.#listeners].some((listener) => listener.topic === topic);
    if (!isHeard && this.#subscribed.delete(topic)) {
      this.#send({ action: "unsubscribe", topic });
    }
  }

  #heard(text: string): void {
    const message = readMessage(text);
    if (message === undefined || !("topic" in message)) {
      return;
    }
    for (const { topic, hear } of this.#listeners) {
      if (topic === message.topic) {
        hear(message);
      }
    }
  }

  #lost(): void {
    clearInterval(this.#pings);
    this.#socket = undefined;
    this.#subscribed.clear();
    if (this.#listeners.size === 0) {
      this.#become("off");
      return;
    }
    this.#become("connecting");
    const wait = waitMilliseconds(this.#failures, Math.random());
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.#connect(), wait);
  }

  #send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #become(state: LiveState): void {
    this.#state = state;
    for (const watcher of this.#watchers) {
      watcher(state);
    }
  }
}
