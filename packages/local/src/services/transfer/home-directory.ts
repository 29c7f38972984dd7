import path from "node:path";

/** Where a user's files lie: the folder of a bucket that the user sees as `/`. */
export type HomeDirectory = {
  bucket: string;
  /** Ends in a slash, or is empty for the whole bucket. */
  prefix: string;
};

/** Returns the folder that a logical directory stands for, such as `/bucket/folder`. */
export function readTarget(target: string): HomeDirectory {
  const [bucket = "", ...folders] = target.split("/").filter((part) => part !== "");
  return { bucket, prefix: folders.map((folder) => `${folder}/`).join("") };
}

/** Returns the path without `.`, `..` and a slash at its end. None leads out of `/`. */
export function absolutePath(given: string): string {
  return path.posix.resolve("/", given);
}

/** Returns the key of a file by its path. */
export function fileKey({ prefix }: HomeDirectory, given: string): string {
  return `${prefix}${absolutePath(given).slice(1)}`;
}

/** Returns what the keys of all files in a folder begin with, by the folder's path. */
export function folderPrefix(home: HomeDirectory, given: string): string {
  const key = fileKey(home, given);
  return key === home.prefix ? key : `${key}/`;
}
