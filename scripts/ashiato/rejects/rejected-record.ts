/**
 * A rejected record: its text as stored and the reason for the rejection, with either the report in it or the
 * problem that prevents sending it as it is.
 */
export type RejectedRecord = { text: string; reason: string } & (
  | { report: Record<string, unknown> }
  | { problem: string }
);

/** A kind of object under `rejected/`. To add one, write its file and add it to `kinds`. */
export type RejectedKind = {
  /** Returns whether an object is of the kind, by its key. */
  takes: (key: string) => boolean;
  /**
   * Returns every record in the object, whether it can be sent or not. Throws an Error when the object is not
   * of this kind.
   */
  read: (text: string) => RejectedRecord[];
};
