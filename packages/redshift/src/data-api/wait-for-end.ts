import type { Call, DataApi } from "./data-api.ts";
import { activeWaitingRequestsExceeded } from "./errors.ts";

/** Requests that may wait for one statement at the same time. AWS names the limit and not its value. */
const mostWaiters = 10;

/** Waits until the statement has come to its end or the seconds are over. */
export async function waitForEnd(
  { runner }: DataApi,
  id: string,
  { seconds, call }: { seconds: number; call: Call },
): Promise<void> {
  if (runner.watchersOf(id) >= mostWaiters) throw activeWaitingRequestsExceeded(mostWaiters);
  await runner.waitForEnd(id, seconds * 1000, call.signal);
}
