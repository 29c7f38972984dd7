/** A change of an object that a request asks S3 for. */
export type ObjectChange = {
  kind: "created" | "deleted";
  bucket: string;
  key: string;
  /** The action in S3's words: `PutObject`, `CompleteMultipartUpload`, `DeleteObject`. */
  reason: string;
  /** Who asks for it: account, address and the id of the request. */
  requester: string;
  sourceIp: string;
  requestId: string;
};

/** What an object is after its change; its size and ETag are absent for one that is gone. */
export type ChangedObject = { size?: number; etag?: string };

/** Follows the changes of objects, from before each until after it. */
export type ObjectWatcher = {
  watches: (bucket: string) => boolean;
  /**
   * Called before a change is made. What it returns is called after it with the object, or with undefined if
   * the change was not made; not at all if the process ends between the two.
   */
  expect: (change: ObjectChange) => (object: ChangedObject | undefined) => void;
};
