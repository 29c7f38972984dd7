/** One thing that was rejected: as it lies in its object, and either the report that it says or why it cannot be sent. */
export type RejectedRecord = { text: string } & ({ report: object } | { problem: string });

/** One kind of objects under `rejected/`. To add a kind, write its file and put it into `kinds`. */
export type RejectedKind = {
  /** Returns whether an object is of the kind, by its key. */
  takes: (key: string) => boolean;
  /** Returns all that the object holds, whether it can be sent or not. Throws an Error when the object as a whole is something else. */
  read: (text: string) => RejectedRecord[];
};
