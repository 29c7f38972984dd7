import type { ReceivedMessage } from "../aws/sqs-calls.ts";
import { Chunk } from "./chunk.ts";
import { RecentReports } from "./recent-reports.ts";

/** The sizes at which a chunk is full, and the messages of one that need not wait for more in a lull. */
export type ChunkLimits = { messages: number; bytes: number; lullMessages: number };

/**
 * Makes a chunk safe: writes it, then deletes its messages. `number` counts the invocation's chunks from 1.
 */
export type Flush = (chunk: Chunk, number: number) => Promise<void>;

/**
 * Gathers messages into chunks, and flushes the full ones one after another while the next one fills. At most
 * one full chunk waits: `room` holds the receivers back, so that memory stays within three chunks. A failed
 * flush does not stop the others.
 */
export class ChunkFlow {
  readonly failures: unknown[] = [];
  readonly #limits: ChunkLimits;
  readonly #flush: Flush;
  readonly #recent = new RecentReports();
  #filling = new Chunk();
  #chunks = 0;
  /** Flushes that have not ended, in the order of their chunks. */
  readonly #flushing: Promise<void>[] = [];

  constructor(limits: ChunkLimits, flush: Flush) {
    this.#limits = limits;
    this.#flush = flush;
  }

  add(messages: ReceivedMessage[]): void {
    for (const message of messages) {
      this.#filling.add(message, this.#recent);
    }
    if (this.#filling.messages >= this.#limits.messages || this.#filling.bytes >= this.#limits.bytes) {
      this.#close();
    }
  }

  /**
   * The queue has no message at the moment: whatever makes a work object by itself is flushed while the
   * receivers wait for more. A few messages are not, or each lull would make a small object.
   */
  lull(): void {
    if (this.#filling.messages >= this.#limits.lullMessages) {
      this.#close();
    }
  }

  /** Resolves when there is room for another answer of the queue. */
  async room(): Promise<void> {
    while (this.#flushing.length > 1) {
      await this.#flushing[0];
    }
  }

  /** Flushes what is left and resolves when no flush is under way. */
  async end(): Promise<void> {
    if (this.#filling.messages > 0) {
      this.#close();
    }
    await this.#flushing.at(-1);
  }

  #close(): void {
    const chunk = this.#filling;
    this.#filling = new Chunk();
    this.#chunks += 1;
    this.#flushing.push(this.#flushAfter(this.#flushing.at(-1), chunk, this.#chunks));
  }

  async #flushAfter(previous: Promise<void> | undefined, chunk: Chunk, number: number): Promise<void> {
    await previous;
    try {
      await this.#flush(chunk, number);
    } catch (error) {
      this.failures.push(error);
    } finally {
      void this.#flushing.shift();
    }
  }
}
