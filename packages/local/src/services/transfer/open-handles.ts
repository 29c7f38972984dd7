import type { DirectoryEntry } from "./directory-entry.ts";
import type { Download } from "./download.ts";
import { SftpFailure } from "./sftp-failure.ts";
import type { Upload } from "./upload.ts";

/** What a handle of a session stands for. */
export type OpenHandle =
  | { kind: "upload"; upload: Upload }
  | { kind: "download"; download: Download; entry: DirectoryEntry }
  | { kind: "listing"; pages: AsyncGenerator<DirectoryEntry[]> };

/** The files and folders that a session has open, by their handles. */
export class OpenHandles {
  readonly #opened = new Map<string, OpenHandle>();
  #last = 0;

  /** Returns the handle of something that is open from now on. */
  add(opened: OpenHandle): Buffer {
    this.#last += 1;
    const handle = Buffer.from(String(this.#last));
    this.#opened.set(handle.toString(), opened);
    return handle;
  }

  /** Returns what a handle stands for. Throws SftpFailure for a handle of another kind, or of nothing. */
  get<Kind extends OpenHandle["kind"]>(handle: Buffer, kind: Kind): Extract<OpenHandle, { kind: Kind }> {
    const opened = this.any(handle);
    if (!isOf(opened, kind)) {
      throw new SftpFailure("FAILURE", `The handle is of a ${opened.kind}, not of a ${kind}`);
    }
    return opened;
  }

  /** Returns what a handle stands for. Throws SftpFailure for a handle of nothing. */
  any(handle: Buffer): OpenHandle {
    const opened = this.#opened.get(handle.toString());
    if (!opened) {
      throw new SftpFailure("FAILURE", "The handle is not open");
    }
    return opened;
  }

  /** Returns what a handle stood for, which is open no more. Throws SftpFailure for a handle of nothing. */
  take(handle: Buffer): OpenHandle {
    const opened = this.any(handle);
    this.#opened.delete(handle.toString());
    return opened;
  }

  /** Returns whatever is still open, and is open no more. */
  takeAll(): OpenHandle[] {
    const all = [...this.#opened.values()];
    this.#opened.clear();
    return all;
  }
}

function isOf<Kind extends OpenHandle["kind"]>(
  opened: OpenHandle,
  kind: Kind,
): opened is Extract<OpenHandle, { kind: Kind }> {
  return opened.kind === kind;
}
