import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { FauxqsParts, Stores } from "../fauxqs-parts.ts";
import { SqsRefusal } from "./sqs-refusal.ts";

type Queue = NonNullable<ReturnType<Stores["sqsStore"]["getQueueByArn"]>>;

type MoveTask = {
  handle: string;
  source: Queue;
  destination: Queue;
  /** Of the request; absent where the messages go to the queue that they came from. */
  destinationArn: string | undefined;
  perSecond: number | undefined;
  status: "RUNNING" | "COMPLETED" | "CANCELLING" | "CANCELLED" | "FAILED";
  moved: number;
  toMove: number;
  /** Milliseconds since 1970. */
  started: number;
  failure?: string;
  stop: AbortController;
};

const startSchema = z.object({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.int().min(1).max(500).optional(),
});
const listSchema = z.object({ SourceArn: z.string(), MaxResults: z.int().min(1).max(10).default(1) });
const cancelSchema = z.object({ TaskHandle: z.string() });
const policySchema = z.looseObject({ deadLetterTargetArn: z.string() });

/** What one receive returns at most. */
const maxBatch = 10;
/** A message that is being moved is hidden meanwhile. */
const hiddenSeconds = 30;

/**
 * The moving of dead letters back to the queue that they came from, or to another one. Tasks are known as
 * long as the stage runs; a message is written to its new queue before it leaves the old one.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export class MessageMoves {
  readonly #store: Stores["sqsStore"];
  readonly #createMessage: FauxqsParts["SqsStore"]["createMessage"];
  readonly #tasks: MoveTask[] = [];

  constructor(store: Stores["sqsStore"], { SqsStore }: Pick<FauxqsParts, "SqsStore">) {
    this.#store = store;
    this.#createMessage = SqsStore.createMessage;
  }

  /** By the names of SQS's actions. Each throws SqsRefusal for what SQS refuses. */
  readonly actions: Record<string, (input: unknown) => object> = {
    StartMessageMoveTask: (input) => this.#start(read(startSchema, input)),
    ListMessageMoveTasks: (input) => this.#list(read(listSchema, input)),
    CancelMessageMoveTask: (input) => this.#cancel(read(cancelSchema, input)),
  };

  /** Stops every task: what it has not moved stays where it is. */
  close(): void {
    this.#tasks.forEach(({ stop }) => stop.abort());
  }

  #start(request: z.infer<typeof startSchema>): object {
    const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond: perSecond } = request;
    const source = this.#queue(SourceArn);
    const origins = [...this.#store.allQueues()].filter((queue) => deadLettersOf(queue) === SourceArn);
    if (origins.length === 0) {
      throw new SqsRefusal(
        "InvalidParameterValue",
        "Source queue must be configured as a Dead Letter Queue.",
      );
    }
    if (this.#tasks.some((task) => task.source === source && isActive(task))) {
      throw new SqsRefusal(
        "UnsupportedOperation",
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
      );
    }
    const [origin, other] = origins;
    if (DestinationArn === undefined && other !== undefined) {
      throw new SqsRefusal(
        "UnsupportedOperation",
        "The local stage does not know from which of several queues a dead letter came: name a DestinationArn.",
      );
    }
    const destination = DestinationArn === undefined ? origin : this.#queue(DestinationArn);
    if (destination === undefined || destination === source) {
      throw new SqsRefusal(
        "InvalidParameterValue",
        "Source queue and destination queue must not be the same.",
      );
    }
    const task: MoveTask = {
      handle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: SourceArn })).toString("base64"),
      source,
      destination,
      destinationArn: DestinationArn,
      perSecond,
      status: "RUNNING",
      moved: 0,
      toMove: Number(source.getAttribute("ApproximateNumberOfMessages") ?? 0),
      started: Date.now(),
      stop: new AbortController(),
    };
    this.#tasks.unshift(task);
    void this.#run(task);
    return { TaskHandle: task.handle };
  }

  async #run(task: MoveTask): Promise<void> {
    const { source, destination, perSecond, stop } = task;
    try {
      while (!stop.signal.aborted) {
        const batch = source.dequeue(Math.min(maxBatch, perSecond ?? maxBatch), hiddenSeconds);
        if (batch.length === 0) {
          task.status = "COMPLETED";
          return;
        }
        for (const { Body, MessageAttributes, ReceiptHandle } of batch) {
          destination.enqueue(this.#createMessage(Body, MessageAttributes ?? {}));
          source.deleteMessage(ReceiptHandle);
          task.moved += 1;
        }
        await sleep(perSecond === undefined ? 0 : (batch.length / perSecond) * 1_000, undefined, stop);
      }
    } catch (error) {
      if (!stop.signal.aborted) {
        task.status = "FAILED";
        task.failure = String(error);
        return;
      }
    }
    task.status = "CANCELLED";
  }

  #list({ SourceArn, MaxResults }: z.infer<typeof listSchema>): object {
    const source = this.#queue(SourceArn);
    const tasks = this.#tasks.filter((task) => task.source === source).slice(0, MaxResults);
    return {
      Results: tasks.map((task) => ({
        ...(isActive(task) && { TaskHandle: task.handle }),
        Status: task.status,
        SourceArn,
        DestinationArn: task.destinationArn,
        MaxNumberOfMessagesPerSecond: task.perSecond,
        ApproximateNumberOfMessagesMoved: task.moved,
        ApproximateNumberOfMessagesToMove: task.toMove,
        FailureReason: task.failure,
        StartedTimestamp: task.started,
      })),
    };
  }

  #cancel({ TaskHandle }: z.infer<typeof cancelSchema>): object {
    const task = this.#tasks.find(({ handle }) => handle === TaskHandle);
    if (task === undefined || task.status !== "RUNNING") {
      throw new SqsRefusal("ResourceNotFoundException", "The task does not exist, or it is not running.");
    }
    task.status = "CANCELLING";
    task.stop.abort();
    return { ApproximateNumberOfMessagesMoved: task.moved };
  }

  #queue(arn: string): Queue {
    const queue = this.#store.getQueueByArn(arn);
    if (queue === undefined) {
      throw new SqsRefusal(
        "ResourceNotFoundException",
        `The resource that you specified for the SourceArn or DestinationArn parameter doesn't exist: ${arn}`,
      );
    }
    return queue;
  }
}

function isActive({ status }: MoveTask): boolean {
  return status === "RUNNING" || status === "CANCELLING";
}

function deadLettersOf({ attributes }: Queue): string | undefined {
  const policy = attributes["RedrivePolicy"];
  return policy === undefined ? undefined : policySchema.parse(JSON.parse(policy)).deadLetterTargetArn;
}

function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SqsRefusal("InvalidParameterValue", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  return parsed.data;
}
