import { ServiceError } from "@ashiato/aws-json/service-error";
import { StateFailure } from "../errors.ts";
import type { JsonValue } from "../json.ts";

type Pending = {
  resolve: (output: JsonValue) => void;
  reject: (failure: StateFailure) => void;
  beat: () => void;
};

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

  /** Resolves with the output of the token's SendTaskSuccess; calls `beat` on each heartbeat. */
  wait(token: string, { beat, signal }: { beat: () => void; signal: AbortSignal }): Promise<JsonValue> {
    return new Promise((resolve, reject) => {
      const close = () => {
        this.#pending.delete(token);
        this.#closed.add(token);
      };
      this.#pending.set(token, {
        resolve: (output) => {
          close();
          resolve(output);
        },
        reject: (failure) => {
          close();
          reject(failure);
        },
        beat,
      });
      signal.addEventListener(
        "abort",
        () => {
          close();
          reject(signal.reason);
        },
        { once: true },
      );
    });
  }

  succeed(token: string, output: JsonValue): void {
    this.#find(token).resolve(output);
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    this.#find(token).reject(new StateFailure(error, cause));
  }

  heartbeat(token: string): void {
    this.#find(token).beat();
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
