import { setTimeout as sleep } from "node:timers/promises";
import type { DemoReport } from "../report/demo-report.ts";
import { ScriptError } from "../script-error.ts";
import { type Outcome, readAnswer, type Rejection, retryDelay } from "../report/send-answer.ts";

/** Reports in one request, of the thousand that the API takes. */
const batchReports = 200;
/** Requests under way at a time. */
const parallelRequests = 4;
const maxAttempts = 10;
const requestTimeoutMilliseconds = 60_000;

/** What became of a batch: `accepted` are kept by the app, whatever happens now. */
export type SentBatch = {
  accepted: DemoReport[];
  rejected: { report: DemoReport; issues: Rejection["issues"] }[];
};

export type Sending = {
  /** URL of the API without a path. */
  apiUrl: string;
  /** Bearer token of who sends reports. */
  token: string;
  signal: AbortSignal;
  /** Called as each batch is decided about; the next one of the same sender waits for it. */
  onBatch: (batch: SentBatch) => Promise<void>;
};

/**
 * Sends reports to `POST /v1/locations` in batches, a few at a time. A batch that may not be kept is sent again: equal reports count once. Throws ApiRefused after
 * ten attempts, or for a request that is refused as a whole.
 */
export async function sendReports(reports: readonly DemoReport[], sending: Sending): Promise<void> {
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < reports.length) {
      const batch = reports.slice(next, next + batchReports);
      next += batch.length;
      await sending.onBatch(await sendBatch(batch, sending));
    }
  };
  await Promise.all(Array.from({ length: parallelRequests }, sender));
}

async function sendBatch(batch: DemoReport[], { apiUrl, token, signal }: Sending): Promise<SentBatch> {
  const body = JSON.stringify({ locations: batch.map((report) => report.body) });
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await post(new URL("/v1/locations", apiUrl), {
      body,
      count: batch.length,
      token,
      signal,
    });
    if (outcome.kind === "decided") {
      return splitBatch(batch, outcome.rejected);
    }
    if (attempt === maxAttempts) {
      throw new ScriptError(
        "ApiRefused",
        `The API did not take a batch in ${maxAttempts} attempts: ${outcome.reason}`,
      );
    }
    await sleep(retryDelay(attempt, outcome.retryAfterSeconds, Math.random()), undefined, { signal });
  }
}

type Post = { body: string; count: number; token: string; signal: AbortSignal };

async function post(url: URL, { body, count, token, signal }: Post): Promise<Outcome> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMilliseconds)]),
    });
    const retryAfter = answer.headers.get("retry-after");
    return readAnswer({ status: answer.status, retryAfter, text: await answer.text() }, count);
  } catch (error) {
    signal.throwIfAborted();
    // Of a request without an answer nobody knows whether it arrived: fetch says so by a TypeError or the timeout.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError")) {
      const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
      return { kind: "again", reason: `${error.message}${cause}` };
    }
    throw error;
  }
}

function splitBatch(batch: DemoReport[], rejections: Rejection[]): SentBatch {
  const issuesOf = new Map(rejections.map(({ index, issues }) => [index, issues]));
  return {
    accepted: batch.filter((_, index) => !issuesOf.has(index)),
    rejected: batch.flatMap((report, index) => {
      const issues = issuesOf.get(index);
      return issues === undefined ? [] : [{ report, issues }];
    }),
  };
}
