/** One object of a listing. `size` in bytes. */
export type StorageObject = { key: string; size: number };

/** What the warehouse needs of S3. */
export type Storage = {
  /** The objects whose keys begin with `prefix`, in the order of their keys, page by page. */
  list(bucket: string, prefix: string): AsyncIterable<readonly StorageObject[]>;
  /** The plain file that holds exactly an object's bytes, if there is one: it is read in place and never written. */
  localPath(bucket: string, key: string): string | undefined;
  /** An object's bytes. */
  read(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>>;
  /** Puts an object from a file, which the warehouse deletes afterwards. */
  put(bucket: string, key: string, filePath: string): Promise<void>;
  delete(bucket: string, keys: readonly string[]): Promise<void>;
};
