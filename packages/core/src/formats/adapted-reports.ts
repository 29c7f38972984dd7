export type Json = Record<string, unknown>;

/** A body as read: a JSON value, the fields of a form, or nothing. */
export type PhoneBody =
  | { kind: "json"; value: unknown }
  | { kind: "form"; fields: Record<string, string> }
  | { kind: "none" };

/** The contents of an app's request, one item for each entry. */
export type AdaptedItem =
  /**
   * A report in our own keys and units, not yet checked. `sentName` is the device's name, if it differs from
   * the id.
   */
  | { kind: "report"; report: Json; sentName?: string | undefined }
  /** An event that holds no fix, according to the app's documentation. */
  | { kind: "event"; event: string }
  /** An entry that cannot be read as a report, but may hold one. */
  | { kind: "refused"; path: string; message: string; deviceId?: string | undefined };

/**
 * The items of a request, and a function that returns the request's body with only some of them; or why it is
 * not a payload of the app.
 */
export type AdaptedReports =
  | { ok: true; items: AdaptedItem[]; bodyOf: (indexes: readonly number[]) => PhoneBody }
  | { ok: false; message: string };

export function isObject(value: unknown): value is Json {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Returns the first candidate that is a non-empty text. */
export function firstText(...candidates: unknown[]): string | undefined {
  return candidates.find(
    (candidate): candidate is string => typeof candidate === "string" && candidate !== "",
  );
}
