/** One object of a listing. `size` in bytes. */
export type StorageObject = { key: string; size: number };

/**
 * The server-side encryption that a new object asks for: S3's own keys, a KMS key (its id or ARN), or what
 * the bucket has as its default.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html
 */
export type Encryption = { kind: "s3" } | { kind: "kms"; keyId: string } | { kind: "bucket-default" };

/**
 * What the warehouse needs of S3. Errors with the SDK's name, message and status appear in Redshift's form of
 * S3 errors.
 */
export type Storage = {
  /** The objects whose keys begin with `prefix`, in the order of their keys, page by page. */
  list(bucket: string, prefix: string): AsyncIterable<readonly StorageObject[]>;
  /**
   * The plain file that holds exactly an object's bytes, if there is one: it is read in place and never
   * written.
   */
  localPath(bucket: string, key: string): string | undefined;
  /** An object's bytes. */
  read(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Puts an object from a file, which the warehouse deletes afterwards. */
  put(bucket: string, key: string, object: { filePath: string; encryption: Encryption }): Promise<void>;
  delete(bucket: string, keys: readonly string[]): Promise<void>;
};
