/** A change of an object that S3 is asked to make. */
export type ObjectChange = {
  kind: "created" | "deleted";
  bucket: string;
  key: string;
  /** The action in S3's words: `PutObject`, `DeleteObject`, `Lifecycle Expiration`. */
  reason: string;
  /** Who asks for it: account or service, and the id of the request. */
  requester: string;
  /** Empty where no request asks for it. */
  sourceIp: string;
  requestId: string;
};

/**
 * What an object is after its change; its size and ETag are absent for one that is gone. In a bucket with
 * versions it names the one that was made or removed, and whether a delete marker was made.
 */
export type ChangedObject = { size?: number; etag?: string; versionId?: string; isMarked?: boolean };

/** Watches the changes of objects, from before each change until after it. */
export type ObjectWatcher = {
  watches: (bucket: string) => boolean;
  /**
   * Called before a change is made. What it returns is called after it with the object, or with undefined if
   * the change was not made; not at all if the process ends between the two.
   */
  expect: (change: ObjectChange) => (object: ChangedObject | undefined) => void;
};
