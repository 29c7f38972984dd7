import { setTimeout as sleep } from "node:timers/promises";
import { stageHeader } from "@ashiato/core/api/stage-header";
import { counted } from "../terminal/counted.ts";
import { type Outcome, readAnswer, type Rejection, retryDelay } from "./send-answer.ts";

export type Target = {
  apiUrl: string;
  /** Ingest token. */
  token: string;
  /** Id of the stage: an answer from another one is an error. */
  receiver: string;
  signal: AbortSignal;
  /** Gives up after this many seconds without a decision by the API. */
  patienceSeconds: number;
  /** Called before each retry. */
  onRetry: (reason: string) => void;
};

const requestTimeoutMilliseconds = 60_000;

/**
 * Sends reports in one request until the API has accepted or rejected each, and returns the rejected ones.
 * Retries 429, 5xx and lost connections with growing pauses, or after Retry-After. Throws an Error when
 * patience runs out, and at once if the request as a whole is refused or another stage answers.
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
        `The API has accepted no reports for ${counted(target.patienceSeconds, "second")}: ${outcome.reason}`,
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
        `A different stage now answers at ${apiUrl} (${answering ?? "without an id"}; it was ${receiver} when sending began): it does not have the reports sent before`,
      );
    }
    return outcome;
  } catch (error) {
    signal.throwIfAborted();
    // A request without an answer may have arrived: it is sent again, and equal reports count once.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError")) {
      const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
      return { kind: "again", reason: `${error.message}${cause}` };
    }
    throw error;
  }
}
