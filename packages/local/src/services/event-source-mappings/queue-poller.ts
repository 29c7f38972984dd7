import type { Clock } from "@ashiato/states/clock";
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { InvocationResult } from "../service.ts";
import { Turns } from "../turns.ts";
import type { MappingPlan } from "./declared-mappings.ts";
import { failedMessages } from "./failed-messages.ts";
import { batchesWithinPayload, queueEvent, type QueueOrigin } from "./queue-event.ts";

export type PollerOptions = {
  mapping: MappingPlan;
  origin: QueueOrigin;
  queueUrl: string;
  /** How long a received message stays hidden. */
  visibilitySeconds: number;
  /** A client with the credentials of the function's role. */
  sqs: SQSClient;
  invoke: (functionArn: string, payload: string) => Promise<InvocationResult>;
  clock: Clock;
  onFault: (fault: unknown) => void;
};

/** ReceiveMessage and DeleteMessageBatch take ten. */
const maxMessagesPerCall = 10;
const maxWaitSeconds = 20;
const minPauseMilliseconds = 1_000;
const maxPauseMilliseconds = 60_000;

/**
 * Hands the messages of a queue to a function, batch by batch, and deletes those that the function took. The
 * others become visible again when their visibility timeout ends, and after the queue's number of receives go
 * to its dead-letter queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export class QueuePoller {
  readonly #options: PollerOptions;
  readonly #closed = new AbortController();
  readonly #turns: Turns;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#turns = new Turns(options.mapping.maxConcurrency);
  }

  /** Polls until `close`. */
  begin(): void {
    this.#track(this.#poll());
  }

  /** Stops polling. What was received and not deleted becomes visible again. */
  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.#underWay);
  }

  #track(work: Promise<void>): void {
    const ended = work
      .catch((fault: unknown) => {
        // What is under way when the stage stops is cut off.
        if (!this.#closed.signal.aborted) {
          this.#options.onFault(fault);
        }
      })
      .finally(() => this.#underWay.delete(ended));
    this.#underWay.add(ended);
  }

  async #poll(): Promise<void> {
    let pauseMilliseconds = minPauseMilliseconds;
    while (!this.#closed.signal.aborted) {
      await this.#turns.take();
      try {
        const messages = await this.#gather();
        pauseMilliseconds = minPauseMilliseconds;
        this.#track(this.#hand(messages).finally(() => this.#turns.pass()));
      } catch (fault) {
        this.#turns.pass();
        this.#closed.signal.throwIfAborted();
        this.#options.onFault(fault);
        await this.#options.clock.wait(pauseMilliseconds, this.#closed.signal);
        pauseMilliseconds = Math.min(2 * pauseMilliseconds, maxPauseMilliseconds);
      }
    }
  }

  /** Receives until the batch is full, or its window has passed since the first message. */
  async #gather(): Promise<Message[]> {
    const { mapping, clock } = this.#options;
    const messages = await this.#receive(mapping.maxMessages, maxWaitSeconds);
    const end = clock.now() + mapping.windowSeconds * 1_000;
    while (messages.length > 0 && messages.length < mapping.maxMessages) {
      const seconds = Math.ceil((end - clock.now()) / 1_000);
      if (seconds <= 0) {
        break;
      }
      messages.push(
        ...(await this.#receive(mapping.maxMessages - messages.length, Math.min(seconds, maxWaitSeconds))),
      );
    }
    return messages;
  }

  async #receive(maxMessages: number, waitSeconds: number): Promise<Message[]> {
    const { sqs, queueUrl } = this.#options;
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(maxMessages, maxMessagesPerCall),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
      { abortSignal: this.#closed.signal },
    );
    return Messages;
  }

  async #hand(messages: readonly Message[]): Promise<void> {
    const { origin, mapping } = this.#options;
    for (const batch of batchesWithinPayload(messages, origin)) {
      const result = await this.#invoke(queueEvent(batch, origin));
      if (result === undefined || result.functionError !== undefined) {
        continue;
      }
      const ids = batch.map(({ MessageId = "" }) => MessageId);
      const failed = mapping.reportsFailures ? failedMessages(result.payload, ids) : new Set<string>();
      await this.#delete(batch.filter(({ MessageId = "" }) => !failed.has(MessageId)));
    }
  }

  /** Invokes again, after longer and longer waits, a function without room while the messages are hidden. */
  async #invoke(payload: string): Promise<InvocationResult | undefined> {
    const { invoke, mapping, clock, visibilitySeconds } = this.#options;
    const end = clock.now() + visibilitySeconds * 1_000;
    for (let pause = minPauseMilliseconds; ; pause *= 2) {
      try {
        return await invoke(mapping.functionArn, payload);
      } catch (error) {
        if (!(error instanceof Error && error.name === "TooManyRequestsException")) {
          throw error;
        }
        if (clock.now() + pause >= end) {
          return undefined;
        }
        await clock.wait(pause, this.#closed.signal);
      }
    }
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    const { sqs, queueUrl, mapping } = this.#options;
    for (let start = 0; start < messages.length; start += maxMessagesPerCall) {
      const some = messages.slice(start, start + maxMessagesPerCall);
      const { Failed = [] } = await sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: some.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
        }),
      );
      for (const { Code, Message: why } of Failed) {
        this.#options.onFault(
          new Error(
            `Event source mapping ${mapping.name}: a message that was processed stays on the queue: ${Code} ${why ?? ""}`,
          ),
        );
      }
    }
  }
}
