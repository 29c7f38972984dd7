/**
 * The report with which an operator tests a stage from end to end (`npm run ashiato -- doctor`). It comes
 * from a device that does not exist, at a time long ago, so that it shares its business date with no other
 * report: all its traces can be found and removed by the date.
 */
export const probeDeviceId = "ashiato-doctor";

/**
 * In milliseconds since 1970: the first of January 2000, 10:00 UTC, which is that date from UTC-10 to
 * UTC+13.
 */
export const probeTime = Date.UTC(2000, 0, 1, 10);

type Probed = { deviceId: string; timestamp: { epochMilliseconds: number } };

/** Returns whether a report is a probe, to which the late window does not apply. */
export function isProbe({ deviceId, timestamp }: Probed): boolean {
  return deviceId === probeDeviceId && timestamp.epochMilliseconds === probeTime;
}
