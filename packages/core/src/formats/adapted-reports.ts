/** What an app's payload holds, in the keys and units of a report and not yet held against its rules; or why it is no payload of the app. */
export type AdaptedReports = { ok: true; reports: unknown[] } | { ok: false; message: string };

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The value, or nothing where a negative number says that the app does not know it. Anything but a number passes, for the report's rules to refuse. */
export function known(value: unknown): unknown {
  return typeof value === "number" && value < 0 ? undefined : value;
}

/** As `known`, in another unit. */
export function scaled(value: unknown, divisor: number): unknown {
  const given = known(value);
  return typeof given === "number" ? given / divisor : given;
}

/** Degrees below 360: some apps call north 360. */
export function heading(value: unknown): unknown {
  const given = known(value);
  return given === 360 ? 0 : given;
}

/** The first of the candidates that is a text with something in it. */
export function firstText(...candidates: unknown[]): string | undefined {
  return candidates.find(
    (candidate): candidate is string => typeof candidate === "string" && candidate !== "",
  );
}
