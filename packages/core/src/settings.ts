/** The settings of a stage. `stacks/` has the values, with their reasons. */
export type Settings = {
  /** IANA name of the time zone that determines the business date. */
  timeZone: string;
  /** Whether exported CSVs have a last column with the time of the fix in that zone. */
  localTime: boolean;
  /** A report older than this is rejected. */
  lateWindowDays: number;
  /** A report further in the future than this is rejected. */
  futureWindowHours: number;
  /** Whether exports are written as Parquet too, and shown by the table of days. */
  parquet: boolean;
  /** Number of receivers that `store` runs in parallel, each with one ReceiveMessage in progress. */
  storeReceivers: number;
  /** Seconds of long polling of one ReceiveMessage, 1 to 20. */
  storeWaitSeconds: number;
  /** A receiver stops after this many consecutive empty answers. */
  storeEmptyReceives: number;
  /**
   * A chunk is written, and its messages deleted, at this many messages: well below the 120,000 that a
   * standard queue allows in flight.
   */
  storeFlushMessages: number;
  /** A chunk of so many messages is written as soon as the queue has no more at the moment. */
  storeLullMessages: number;
  /**
   * A chunk is written, and its messages deleted, at this many bytes of CSV, which bounds the memory of
   * `store`.
   */
  storeFlushBytes: number;
  /**
   * `store` stops receiving when less than this is left of its time: the last chunk must still be written and
   * deleted.
   */
  storeReserveSeconds: number;
  /** Seconds after which a received message that was not deleted is visible again: the queue has the same. */
  storeVisibilitySeconds: number;
  /** Seconds after which positions are past their time: the next request for them has them refreshed. */
  positionsFreshSeconds: number;
  /** Hours of the past that a device's track may show. */
  trackHours: number;
  /** Days for which the files of an export stay after a newer version has replaced it. */
  supersededDays: number;
  /** Buckets of clients that feeds may write into: `<bucket>:<account>`, joined by commas; or `none`. */
  feedBuckets: string;
  /** Lifetime of a signed link to an export, in seconds: at most a week, the limit of S3. */
  linkLifetimeSeconds: number;
};
