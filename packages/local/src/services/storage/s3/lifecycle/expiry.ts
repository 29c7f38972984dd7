import type { ExpiryRule } from "./lifecycle-rules.ts";

/** What a rule's filter looks at. */
export type Filtered = {
  key: string;
  bytes: number;
  tags: readonly { key: string; value: string }[];
};

/** A version of a key, the newest first; one without bytes is a delete marker. */
export type KeyVersion = Filtered & { id: string; since: number; isMarker: boolean };

const dayMilliseconds = 86_400_000;

/**
 * Returns when so many days have passed, in milliseconds since 1970: S3 rounds up to the next midnight UTC.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#non-current-days-calculations
 */
export function dueAfter(since: number, days: number): number {
  return (Math.floor(since / dayMilliseconds) + days + 1) * dayMilliseconds;
}

/**
 * Returns when the current object of a key expires, and by which rule; undefined if by none. The earliest
 * rule holds.
 */
export function expiryOf(
  object: Filtered & { since: number },
  rules: readonly ExpiryRule[],
): { at: number; rule: string } | undefined {
  const dues = rules.flatMap((rule) => {
    const { days, date } = rule.expiration ?? {};
    const at = days === undefined ? date?.getTime() : dueAfter(object.since, days);
    return at === undefined || !isMatched(object, rule) ? [] : [{ at, rule: rule.id }];
  });
  return dues.toSorted((a, b) => a.at - b.at)[0];
}

/**
 * Returns the versions of a key that have expired: noncurrent ones by their rules, counted from when the next
 * newer one was made, and a delete marker that is all that is left of its key.
 */
export function expiredVersions(
  versions: readonly KeyVersion[],
  rules: readonly ExpiryRule[],
  now: number,
): KeyVersion[] {
  const expired = versions.filter((version, index) => {
    const next = versions[index - 1];
    // Of so many noncurrent versions each is the newer one of those behind it.
    const newer = index - 1;
    return (
      next !== undefined &&
      rules.some(
        (rule) =>
          rule.noncurrent !== undefined &&
          newer >= rule.noncurrent.newer &&
          isMatched(version, rule) &&
          dueAfter(next.since, rule.noncurrent.days) <= now,
      )
    );
  });
  const left = versions.filter((version) => !expired.includes(version));
  const [last] = left;
  return last?.isMarker && left.length === 1 && isMarkerExpired(last, rules, now)
    ? [...expired, last]
    : expired;
}

/** A rule of days, or of a date, takes such markers too once they are as old. */
function isMarkerExpired(marker: KeyVersion, rules: readonly ExpiryRule[], now: number): boolean {
  return rules.some(
    (rule) =>
      marker.key.startsWith(rule.prefix) &&
      rule.tags.length === 0 &&
      (rule.expiration?.isOfMarkers === true || (expiryOf(marker, [rule])?.at ?? Infinity) <= now),
  );
}

/** Returns when an upload that was begun at a time is given up; undefined if no rule says so. */
export function abortOf(
  { key, since }: { key: string; since: number },
  rules: readonly ExpiryRule[],
): { at: number; rule: string } | undefined {
  const dues = rules.flatMap(({ id, prefix, tags, abortDays }) =>
    abortDays === undefined || !key.startsWith(prefix) || tags.length > 0
      ? []
      : [{ at: dueAfter(since, abortDays), rule: id }],
  );
  return dues.toSorted((a, b) => a.at - b.at)[0];
}

function isMatched({ key, bytes, tags }: Filtered, rule: ExpiryRule): boolean {
  return (
    key.startsWith(rule.prefix) &&
    bytes > rule.minBytes &&
    bytes < rule.maxBytes &&
    rule.tags.every((wanted) => tags.some((has) => has.key === wanted.key && has.value === wanted.value))
  );
}
