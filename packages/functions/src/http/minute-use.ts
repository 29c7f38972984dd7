import { countMinute } from "../aws/client-usage-table.ts";

/** What this instance of the function knows of a client's use in a minute. */
type MinuteUse = {
  minute: number;
  /** The sum of all instances, as this one last wrote and read it. */
  known: number | undefined;
  /** What this one has let through since, and not written yet. */
  pending: number;
};

const minuteMilliseconds = 60_000;
/**
 * An instance writes and reads again after each such share of a limit: the table is written ten times a
 * minute for a limit, and not for each request or report.
 */
const writtenShare = 0.1;
/** Clients remembered at a time, by measure. */
const maxRemembered = 10_000;

const remembered = new Map<string, MinuteUse>();

type Counted = { client: string; measure: "requests" | "reports"; limit: number };

/**
 * Returns how much a client has used in the minute of `now`. What another instance let through since its
 * last writing is not known here: beyond the limit goes at most a tenth of it for each instance, and the
 * request that crosses it.
 */
export async function usedInMinute({ client, measure, limit }: Counted, now: number): Promise<number> {
  const use = useOf(`${client} ${measure}`, now);
  if (use.known === undefined || use.pending >= Math.max(1, limit * writtenShare)) {
    const count = use.pending;
    use.known = await countMinute(client, { minute: use.minute, measure, count });
    use.pending -= count;
  }
  return use.known + use.pending;
}

/** Counts what was let through; the next request writes it. */
export function countInMinute({ client, measure }: Omit<Counted, "limit">, count: number, now: number): void {
  useOf(`${client} ${measure}`, now).pending += count;
}

/** Returns the seconds that are left of the minute. */
export function secondsOfMinuteLeft(now: number): number {
  return Math.ceil((minuteMilliseconds - (now % minuteMilliseconds)) / 1_000);
}

function useOf(name: string, now: number): MinuteUse {
  const minute = Math.floor(now / minuteMilliseconds);
  const known = remembered.get(name);
  if (known?.minute === minute) {
    return known;
  }
  if (remembered.size >= maxRemembered) {
    remembered.clear();
  }
  const use = { minute, known: undefined, pending: 0 };
  remembered.set(name, use);
  return use;
}
