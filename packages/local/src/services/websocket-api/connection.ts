import type { Clock } from "@ashiato/states/clock";
import { WebSocket } from "ws";
import type { ConnectionFacts } from "./websocket-event.ts";

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const maxIdleMilliseconds = 10 * 60_000;
const maxConnectionMilliseconds = 2 * 3_600_000;

/**
 * Bytes that wait for one client: two of the largest messages. AWS has such a bound too, and does not say
 * which: https://docs.aws.amazon.com/apigatewaymanagementapi/latest/api-reference/-connections-connectionid.html
 */
const maxBufferedBytes = 256 * 1024;

/**
 * Messages of one client that are answered at a time. Further ones stay with the client, so that none of them
 * takes memory here. AWS has no such bound.
 */
const maxMessagesInFlight = 32;

/** The codes with which API Gateway closes: https://datatracker.ietf.org/doc/html/rfc6455#section-7.4.1 */
export const closeCodes = { normal: 1000, goingAway: 1001, unsupportedData: 1003, tooLarge: 1009 } as const;

/** An open connection of a client. */
export class Connection {
  readonly facts: ConnectionFacts;
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #closed = new AbortController();
  #lastActiveAt: number;
  #inFlight = 0;

  constructor(facts: ConnectionFacts, socket: WebSocket, clock: Clock) {
    this.facts = facts;
    this.#socket = socket;
    this.#clock = clock;
    this.#lastActiveAt = facts.connectedAt;
    socket.once("close", () => this.#closed.abort());
    // The socket closes by itself, with the code for what the client did wrong.
    socket.on("error", () => undefined);
    socket.on("ping", (data: Buffer) => this.#pong(data));
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** When the last message was sent, by either side, in milliseconds since 1970. */
  get lastActiveAt(): number {
    return this.#lastActiveAt;
  }

  /** Sends a message; returns false, and sends nothing, while the client reads too slowly. */
  send(message: string): boolean {
    if (this.#socket.bufferedAmount + Buffer.byteLength(message) > maxBufferedBytes) {
      return false;
    }
    this.#lastActiveAt = this.#clock.now();
    this.#socket.send(message);
    return true;
  }

  /**
   * Runs what answers a message, and sends what it returns. Reads no further messages while too many are
   * answered, or their answers wait for the client.
   */
  async receive(answer: () => Promise<string | undefined>): Promise<void> {
    this.#lastActiveAt = this.#clock.now();
    this.#inFlight += 1;
    if (this.#inFlight >= maxMessagesInFlight) {
      this.#socket.pause();
    }
    try {
      const text = await answer();
      if (text !== undefined && this.isOpen) {
        // A connection that closes meanwhile has no use for it.
        await new Promise<void>((resolve) => this.#socket.send(text, () => resolve()));
      }
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight < maxMessagesInFlight) {
        this.#socket.resume();
      }
    }
  }

  close(code: number, reason = ""): void {
    this.#socket.resume();
    this.#socket.close(code, reason);
  }

  /** Ends the connection without a close frame. */
  terminate(): void {
    this.#socket.terminate();
  }

  /**
   * Resolves when the connection has ended; closes it when it was idle for 10 minutes, or 2 hours old. Pings
   * do not count as activity: https://github.com/andyrichardson/subscriptionless/issues/3
   */
  async watchLimits(): Promise<void> {
    const end = this.facts.connectedAt + maxConnectionMilliseconds;
    const { signal } = this.#closed;
    while (!signal.aborted) {
      const left = Math.min(this.#lastActiveAt + maxIdleMilliseconds, end) - this.#clock.now();
      if (left <= 0) {
        this.close(closeCodes.goingAway, "Going away");
        return;
      }
      try {
        await this.#clock.wait(left, signal);
      } catch (error) {
        if (error !== signal.reason) {
          throw error;
        }
      }
    }
  }

  /** A client that sends pings, and reads no answers, would otherwise fill the memory with them. */
  #pong(data: Buffer): void {
    if (this.#socket.bufferedAmount > maxBufferedBytes) {
      this.terminate();
    } else if (this.isOpen) {
      this.#socket.pong(data);
    }
  }
}
