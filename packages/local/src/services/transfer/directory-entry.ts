import type { Attributes, FileEntry } from "ssh2";

/** What a path leads to. */
export type DirectoryEntry =
  | { kind: "folder"; name: string }
  | { kind: "file"; name: string; size: number; modified: Date; eTag: string };

const folderMode = 0o040_755;
const fileMode = 0o100_644;

/** Returns what SFTP says of a file or folder. S3 keeps no owners and modes, and no times of folders. */
export function attributesOf(entry: DirectoryEntry): Attributes {
  const seconds = entry.kind === "file" ? Math.floor(entry.modified.getTime() / 1_000) : 0;
  return {
    mode: entry.kind === "file" ? fileMode : folderMode,
    uid: 0,
    gid: 0,
    size: entry.kind === "file" ? entry.size : 0,
    atime: seconds,
    mtime: seconds,
  };
}

/** Returns an entry with the line that `ls -l` shows for it. */
export function listedEntry(entry: DirectoryEntry): FileEntry {
  const attrs = attributesOf(entry);
  // Such as `Thu, 26 Nov 2026 17:00:00 GMT`.
  const [, day = "", month = "", year = "", time = ""] = new Date(attrs.mtime * 1_000)
    .toUTCString()
    .split(" ");
  const mode = entry.kind === "file" ? "-rw-r--r--" : "drwxr-xr-x";
  const date = `${month} ${day} ${year} ${time.slice(0, 5)}`;
  return { filename: entry.name, longname: `${mode} 1 - - ${attrs.size} ${date} ${entry.name}`, attrs };
}
