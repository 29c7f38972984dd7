import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";

/** How long a transaction with the same token counts as the same transaction. */
const tokenMilliseconds = 10 * 60_000;

const tokened = z.looseObject({ ClientRequestToken: z.string().optional() });

/** Remembers completed transactions until the stage stops. */
export class RequestTokens {
  readonly #now: () => number;
  readonly #done = new Map<string, { text: string; at: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Runs a transaction, unless the same request was done under its token.
   *
   * Throws ServiceError IdempotentParameterMismatchException for another request under the token.
   */
  async once(input: unknown, transact: () => Promise<object>): Promise<object> {
    const { ClientRequestToken: token } = tokened.parse(input);
    if (token === undefined) {
      return transact();
    }
    const now = this.#now();
    const text = JSON.stringify(input);
    for (const [known, { at }] of this.#done) {
      if (now - at > tokenMilliseconds) {
        this.#done.delete(known);
      }
    }
    const earlier = this.#done.get(token);
    if (earlier && earlier.text !== text) {
      throw new ServiceError(
        "IdempotentParameterMismatchException",
        "The request was made before under this ClientRequestToken with other parameters",
      );
    }
    const answer = earlier ? {} : await transact();
    if (!earlier) {
      this.#done.set(token, { text, at: now });
    }
    return answer;
  }
}
