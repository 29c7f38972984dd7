import type { Clock } from "@ashiato/states/clock";
import type { InvocationResult } from "../service.ts";

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: the payload of an asynchronous
 * invocation
 */
export const maxEventBytes = 1024 * 1024;

/**
 * Waits before the second and the third attempt, of which the third is the last.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const retryWaitSeconds = [60, 120];

/**
 * The same page: a throttled event is tried again after one second, then after longer and longer, for six
 * hours.
 */
const maxThrottledWaitSeconds = 5 * 60;
const maxEventAgeSeconds = 6 * 60 * 60;

type LambdaEvent = { functionName: string; payload: string };

type AsynchronousInvocations = {
  /**
   * Accepts an event whose caller does not wait. If all attempts fail, the function's log has the error.
   * `ended` is called after the last attempt; not at all if the stage ends before.
   */
  take: (event: LambdaEvent, ended?: () => void) => void;
  /** Forgets the events that wait to be tried again. */
  close: () => void;
};

/**
 * Runs the events of asynchronous invocations, and again those whose function failed or had no room for them.
 */
export function asynchronousInvocations({
  invoke,
  clock,
  onFault,
}: {
  invoke: (functionName: string, payload: string) => Promise<InvocationResult>;
  clock: Clock;
  onFault: (fault: unknown) => void;
}): AsynchronousInvocations {
  const closed = new AbortController();

  async function run({ functionName, payload }: LambdaEvent): Promise<void> {
    const discardAt = clock.now() + maxEventAgeSeconds * 1000;
    const waits = retryWaitSeconds.values();
    let throttledWaitSeconds = 1;
    for (;;) {
      let waitSeconds: number | undefined;
      try {
        const { functionError } = await invoke(functionName, payload);
        if (functionError !== undefined) {
          waitSeconds = waits.next().value;
        }
      } catch (error) {
        if (!isThrottle(error)) {
          throw error;
        }
        waitSeconds = throttledWaitSeconds;
        throttledWaitSeconds = Math.min(2 * throttledWaitSeconds, maxThrottledWaitSeconds);
      }
      if (waitSeconds === undefined || clock.now() + waitSeconds * 1000 > discardAt) {
        return;
      }
      await clock.wait(waitSeconds * 1000, closed.signal);
    }
  }

  return {
    take: (event, ended = () => undefined) => {
      run(event)
        .catch((error: unknown) => {
          closed.signal.throwIfAborted();
          onFault(error);
        })
        .then(ended, () => undefined);
    },
    close: () => closed.abort(),
  };
}

function isThrottle(error: unknown): boolean {
  return error instanceof Error && error.name === "TooManyRequestsException";
}
