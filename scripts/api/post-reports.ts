import { setTimeout as sleep } from "node:timers/promises";
import { stageHeader } from "@ashiato/core/api/operations";
import { type Outcome, readAnswer, type Rejection, retryDelay } from "./send-answer.ts";

export type Target = {
  apiUrl: string;
  /** Ingest token. */
  token: string;
  /** The stage's own id: an answer of another one is an error. */
  receiver: string;
  signal: AbortSignal;
  /** After so many seconds without an answer that decides, sending is given up. */
  patienceSeconds: number;
  /** Told before each further attempt. */
  onRetry: (reason: string) => void;
};

const requestTimeoutMilliseconds = 60_000;

/**
 * Sends reports in one request until the API has decided about each, and gives those that it rejected. 429, 5xx and lost connections are tried again with
 * growing pauses, or after Retry-After. Throws an Error when patience ends, and at once for a request that is refused as a whole or decided by another stage.
 */
export async function postReports(reports: readonly object[], target: Target): Promise<Rejection[]> {
  const began = performance.now();
  const body = JSON.stringify({ locations: reports });
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await post(body, reports.length, target);
    if (outcome.kind === "decided") {
      return outcome.rejected;
    }
    const wait = retryDelay(attempt, outcome.retryAfterSeconds, Math.random());
    if (performance.now() + wait - began > target.patienceSeconds * 1000) {
      throw new Error(
        `The API has taken no reports for ${target.patienceSeconds} seconds: ${outcome.reason}`,
      );
    }
    target.onRetry(outcome.reason);
    await sleep(wait, undefined, { signal: target.signal });
  }
}

async function post(
  body: string,
  count: number,
  { apiUrl, token, receiver, signal }: Target,
): Promise<Outcome> {
  try {
    const answer = await fetch(new URL("/v1/locations", apiUrl), {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMilliseconds)]),
    });
    const text = await answer.text();
    const retryAfter = answer.headers.get("retry-after");
    const outcome = readAnswer({ status: answer.status, retryAfter, text }, count);
    const answering = answer.headers.get(stageHeader);
    if (outcome.kind === "decided" && answering !== receiver) {
      throw new Error(
        `Another stage answers at ${apiUrl} (${answering ?? "without an id"}) than when the sending began (${receiver}): what was sent before is not there`,
      );
    }
    return outcome;
  } catch (error) {
    signal.throwIfAborted();
    // Whether a request without an answer arrived, nobody knows: it is sent again, and equal reports count once.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError")) {
      const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
      return { kind: "again", reason: `${error.message}${cause}` };
    }
    throw error;
  }
}
