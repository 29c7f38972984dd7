export type Json = Record<string, unknown>;

/** A body as it was read: a JSON value, the fields of a form, or nothing. */
export type PhoneBody =
  | { kind: "json"; value: unknown }
  | { kind: "form"; fields: Record<string, string> }
  | { kind: "none" };

/** What an app's request holds, one item for each thing that the app reports. */
export type AdaptedItem =
  /**
   * A report in the keys and units of our own, not yet checked against its rules. `sentName` is the device's
   * name where its id is another text.
   */
  | { kind: "report"; report: Json; sentName?: string | undefined }
  /** An event of the app that holds no fix, by its documentation. */
  | { kind: "event"; event: string }
  /** What cannot be read as a report, and may hold one. */
  | { kind: "refused"; path: string; message: string; deviceId?: string | undefined };

/**
 * The items of a request, and the body that the request would have with some of them alone; or why it is not
 * a payload of the app.
 */
export type AdaptedReports =
  | { ok: true; items: AdaptedItem[]; bodyOf: (indexes: readonly number[]) => PhoneBody }
  | { ok: false; message: string };

export function isObject(value: unknown): value is Json {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Returns the first of the candidates that is a text with something in it. */
export function firstText(...candidates: unknown[]): string | undefined {
  return candidates.find(
    (candidate): candidate is string => typeof candidate === "string" && candidate !== "",
  );
}
