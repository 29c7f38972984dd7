/** ToleratedFailureCount and ToleratedFailurePercentage, in items; a state that names neither tolerates none. */
export type Tolerance = { count: number | undefined; percentage: number | undefined };

/**
 * Whether a map run has failed. `totalItems` is undefined while items are still being read: a percentage is not judged
 * before it is known.
 * https://docs.aws.amazon.com/step-functions/latest/dg/maprun-fail-threshold.html
 */
export function exceedsTolerance(
  tolerance: Tolerance,
  { failedItems, totalItems }: { failedItems: number; totalItems: number | undefined },
): boolean {
  if (failedItems === 0) return false;
  const { count, percentage } = tolerance;
  if (count === undefined && percentage === undefined) return true;
  if (count !== undefined && failedItems > count) return true;
  if (percentage === undefined) return false;
  if (percentage === 0) return count === undefined;
  return totalItems !== undefined && (100 * failedItems) / totalItems > percentage;
}
