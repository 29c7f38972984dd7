import { ServiceError } from "@ashiato/aws-json/service-error";
import { StateFailure } from "../errors.ts";
import type { JsonValue } from "../json.ts";

/** What the holder of a token said: SendTaskSuccess, or SendTaskFailure. */
export type TaskAnswer = { output: JsonValue } | { error: string | undefined; cause: string | undefined };

/** A task that waits for its token; the answer is put into `progress`. */
export type TokenWait = {
  progress: { answer?: TaskAnswer };
  /** Called when there is an answer. */
  changed: () => void;
};

type Pending = TokenWait & { answered: (answer: TaskAnswer) => void; beat: () => void };

/**
 * The tasks that wait for SendTaskSuccess, SendTaskFailure or SendTaskHeartbeat.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export class TaskTokens {
  readonly #pending = new Map<string, Pending>();
  /** Tokens that were issued and are no longer awaited: AWS distinguishes them from unknown ones. */
  readonly #closed = new Set<string>();
  readonly #uuid: () => string;

  constructor(uuid: () => string) {
    this.#uuid = uuid;
  }

  create(): string {
    return Buffer.from(`task-token:${this.#uuid()}${this.#uuid()}`).toString("base64");
  }

  /** Accepts an answer for a task that a restart has not taken up yet: `wait` then finds it. */
  expect(token: string, wait: TokenWait): void {
    this.#pending.set(token, { ...wait, answered: () => undefined, beat: () => undefined });
  }

  /** Resolves with the output of the token's SendTaskSuccess; calls `beat` on each heartbeat. */
  wait(
    token: string,
    { signal, ...wait }: TokenWait & { beat: () => void; signal: AbortSignal },
  ): Promise<JsonValue> {
    return new Promise((resolve, reject) => {
      const answered = (answer: TaskAnswer) => {
        if ("output" in answer) {
          resolve(answer.output);
        } else {
          reject(new StateFailure(answer.error, answer.cause));
        }
      };
      if (wait.progress.answer !== undefined) {
        answered(wait.progress.answer);
        return;
      }
      this.#pending.set(token, { ...wait, answered });
      signal.addEventListener(
        "abort",
        () => {
          this.#close(token);
          reject(signal.reason);
        },
        { once: true },
      );
    });
  }

  /** Throws TaskTimedOut or InvalidToken when no task waits for the token, as the others do. */
  succeed(token: string, output: JsonValue): void {
    this.#answer(token, { output });
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    this.#answer(token, { error, cause });
  }

  heartbeat(token: string): void {
    this.#find(token).beat();
  }

  #answer(token: string, answer: TaskAnswer): void {
    const { progress, changed, answered } = this.#find(token);
    this.#close(token);
    progress.answer = answer;
    changed();
    answered(answer);
  }

  #close(token: string): void {
    this.#pending.delete(token);
    this.#closed.add(token);
  }

  #find(token: string): Pending {
    const pending = this.#pending.get(token);
    if (pending) {
      return pending;
    }
    if (this.#closed.has(token)) {
      throw new ServiceError("TaskTimedOut", `Task Timed Out: 'Provided task does not exist anymore'`);
    }
    throw new ServiceError("InvalidToken", `Invalid Token: 'Invalid token'`);
  }
}
