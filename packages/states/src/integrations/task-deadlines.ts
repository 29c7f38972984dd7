import type { Clock } from "../clock.ts";
import { TaskTimeout } from "../errors.ts";

export type Deadlines = { timeoutSeconds: number | undefined; heartbeatSeconds: number | undefined };

/**
 * Does a task's work within its deadlines. Throws a `TaskTimeout`, or the signal's reason when that aborts
 * first; the work's own signal aborts with either. The timeout counts from `since`, in milliseconds since the
 * epoch. `beat` puts the heartbeat's deadline off.
 */
export async function withinDeadlines<T>(
  {
    clock,
    signal,
    deadlines,
    since,
  }: { clock: Clock; signal: AbortSignal; deadlines: Deadlines; since: number },
  work: (control: { signal: AbortSignal; beat: () => void }) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const done = new AbortController();
  const workSignal = AbortSignal.any([signal, over.signal]);
  let beats = 0;

  const watchTimeout = async (seconds: number) => {
    await clock.wait(Math.max(since + seconds * 1000 - clock.now(), 0), done.signal);
    over.abort(new TaskTimeout("States.Timeout"));
  };
  const watchHeartbeat = async (seconds: number) => {
    for (let seen = -1; seen !== beats;) {
      seen = beats;
      await clock.wait(seconds * 1000, done.signal);
    }
    over.abort(new TaskTimeout("States.HeartbeatTimeout"));
  };
  const watches = [
    deadlines.timeoutSeconds === undefined ? undefined : watchTimeout(deadlines.timeoutSeconds),
    deadlines.heartbeatSeconds === undefined ? undefined : watchHeartbeat(deadlines.heartbeatSeconds),
  ];
  // A watch that is called off rejects, and nothing awaits it.
  for (const watch of watches) {
    watch?.catch(() => undefined);
  }

  try {
    return await Promise.race([
      work({ signal: workSignal, beat: () => (beats += 1) }),
      rejection(workSignal),
    ]);
  } finally {
    done.abort();
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
    }
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
