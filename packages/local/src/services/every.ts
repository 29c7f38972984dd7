import type { Clock } from "@ashiato/states/clock";

/**
 * Calls the action whenever a whole number of periods has passed since 1970, by the clock; passes its errors
 * to `onFault`, and calls it again. Returns a function that stops it.
 */
export function every(
  clock: Clock,
  { periodMilliseconds, onFault }: { periodMilliseconds: number; onFault: (fault: unknown) => void },
  action: (now: number) => void | Promise<void>,
): () => Promise<void> {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    for (;;) {
      await clock.wait(periodMilliseconds - (clock.now() % periodMilliseconds), stopped.signal);
      try {
        await action(clock.now());
      } catch (error) {
        onFault(error);
      }
    }
  };
  const running = run().catch((error: unknown) => {
    if (error !== stopped.signal.reason) {
      onFault(error);
    }
  });
  return () => {
    stopped.abort();
    return running;
  };
}
