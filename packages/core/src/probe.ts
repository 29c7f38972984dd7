/**
 * The report by which an operator tries a stage from end to end (`npm run ashiato -- doctor`). It is of a
 * device that does not exist and of one moment long ago, so that it shares no business date with a report of
 * anybody: all that becomes of it can be found and removed by its date.
 */
export const probeDeviceId = "ashiato-doctor";

/**
 * In milliseconds since 1970: the first of January 2000, 10:00 UTC, which is that date from UTC-10 to
 * UTC+13.
 */
export const probeTime = Date.UTC(2000, 0, 1, 10);

type Probed = { deviceId: string; timestamp: { epochMilliseconds: number } };

/** Returns whether a report is such a one: the late window does not hold for it. */
export function isProbe({ deviceId, timestamp }: Probed): boolean {
  return deviceId === probeDeviceId && timestamp.epochMilliseconds === probeTime;
}
