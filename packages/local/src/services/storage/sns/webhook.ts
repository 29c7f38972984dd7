import type { Clock } from "@ashiato/states/clock";

/** A request of SNS to a subscriber by HTTP. */
export type WebhookRequest = {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
};

/**
 * SNS's policy for HTTP, where a subscription has none of its own: three retries, 20 seconds apart.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
const retries = 3;
const retryMilliseconds = 20_000;

/** SNS gives an endpoint so long to answer. */
const maxAnswerMilliseconds = 15_000;

/**
 * Posts a message to a subscriber and tries again as SNS does: after no answer, one of 5xx and 429; not after
 * another of 4xx, which is final.
 *
 * Throws an Error that names the endpoint and its last answer when it did not take the message.
 */
export async function postToWebhook(
  request: WebhookRequest,
  { clock, stopped }: { clock: Clock; stopped: AbortSignal },
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const { isFinal, fault } = await post(request, stopped);
    if (fault === undefined) {
      return;
    }
    if (isFinal || attempt === retries) {
      throw new Error(`${request.url} did not take a message of SNS: ${fault}`);
    }
    await clock.wait(retryMilliseconds, stopped);
  }
}

async function post(
  { url, headers, body }: WebhookRequest,
  stopped: AbortSignal,
): Promise<{ isFinal: boolean; fault?: string }> {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "text/plain; charset=UTF-8",
        "user-agent": "Amazon Simple Notification Service Agent",
        ...headers,
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([stopped, AbortSignal.timeout(maxAnswerMilliseconds)]),
    });
    await answer.body?.cancel();
    return answer.ok
      ? { isFinal: true }
      : { isFinal: answer.status < 500 && answer.status !== 429, fault: `it answered ${answer.status}` };
  } catch (error) {
    stopped.throwIfAborted();
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { isFinal: false, fault: cause instanceof Error ? cause.message : String(cause) };
  }
}
