/** What a stage can tune. The values, with their reasons, live in the program (`stacks/`). */
export type Settings = {
  /** IANA name of the zone whose calendar determines the business date. */
  timeZone: string;
  /** Whether exported CSVs end with the time of the fix in that zone. */
  localTime: boolean;
  /** A report older than this is rejected. */
  lateWindowDays: number;
  /** A report further in the future than this is rejected. */
  futureWindowHours: number;
  /** Receivers that `store` runs side by side, each with one ReceiveMessage under way. */
  storeReceivers: number;
  /** Seconds of long polling of one ReceiveMessage, 1 to 20. */
  storeWaitSeconds: number;
  /** A receiver stops after this many empty answers in a row. */
  storeEmptyReceives: number;
  /**
   * A chunk is written and deleted at this many messages: well below the 120,000 in flight of a standard
   * queue.
   */
  storeFlushMessages: number;
  /** A chunk is written and deleted at this many bytes of CSV: bounds the memory of `store`. */
  storeFlushBytes: number;
  /**
   * `store` stops receiving when less than this is left of its time: the last chunk must still be written and
   * deleted.
   */
  storeReserveSeconds: number;
  /** Seconds that a signed link of an export lives: at most a week, as S3 has it. */
  linkLifetimeSeconds: number;
};
