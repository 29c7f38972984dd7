import type { S3Client } from "@aws-sdk/client-s3";
import ssh2, { type SFTPWrapper } from "ssh2";
import type { Activity } from "./activity.ts";
import { attributesOf, type DirectoryEntry, listedEntry } from "./directory-entry.ts";
import { absolutePath, fileKey, folderPrefix, type HomeDirectory } from "./home-directory.ts";
import { openFile } from "./open-file.ts";
import { type OpenHandle, OpenHandles } from "./open-handles.ts";
import { failureOf, SftpFailure } from "./sftp-failure.ts";
import { UserFiles } from "./user-files.ts";

/** What clients have sent without waiting for an answer: OpenSSH sends 2 MB. */
const maxWaitingBytes = 32 * 1024 * 1024;

/** The largest piece of a file in an answer: https://github.com/openssh/openssh-portable/blob/master/sftp-common.h */
const maxReadBytes = 256 * 1024;

const { OK, EOF, ...statusCodes } = ssh2.utils.sftp.STATUS_CODE;

type SessionOptions = {
  s3: S3Client;
  home: HomeDirectory;
  ignoresSetStat: boolean;
  log: (activity: Omit<Activity, "user">) => void;
  onFault: (fault: unknown) => void;
  /** Ends the connection of a client that breaks the protocol. */
  disconnect: () => void;
};

/**
 * Answers the requests of a session, one after another: clients send the pieces of a file without waiting.
 * What no request reads or writes here (links, extensions) the protocol answers as unsupported.
 * @returns ends the session once every request that came is answered, and abandons what was not closed
 */
export function serveSftpSession(sftp: SFTPWrapper, options: SessionOptions): () => Promise<void> {
  const { s3, home, log } = options;
  const files = new UserFiles(s3, home);
  const handles = new OpenHandles();
  const pathOf = (key: string): string => `/${home.bucket}/${key}`;
  let queue = Promise.resolve();
  let waitingBytes = 0;

  const answer = (id: number, request: () => Promise<void> | void): void => {
    queue = queue.then(request).catch((error: unknown) => refuse(id, error));
  };
  const answerOk = (id: number, request: () => Promise<void> | void): void =>
    answer(id, async () => {
      await request();
      sftp.status(id, OK);
    });
  const refuse = (id: number, error: unknown): void => {
    const failure = failureOf(error);
    const message = failure?.message ?? "The server failed";
    log({ "activity-type": "ERROR", message: failure ? message : String(error) });
    sftp.status(id, statusCodes[failure?.status ?? "FAILURE"], message);
    if (!failure) {
      options.onFault(error);
    }
  };

  sftp.on("REALPATH", (id, given) => {
    const name = absolutePath(given);
    const attrs = attributesOf({ kind: "folder", name });
    answer(id, () => sftp.name(id, [{ filename: name, longname: name, attrs }]));
  });
  const stat = (id: number, given: string): void =>
    answer(id, async () => sftp.attrs(id, attributesOf(await files.get(given))));
  sftp.on("STAT", stat);
  sftp.on("LSTAT", stat);
  sftp.on("FSTAT", (id, handle) =>
    answer(id, () => sftp.attrs(id, attributesOf(openedEntry(handles.any(handle))))),
  );
  const setStat = (): void => {
    if (!options.ignoresSetStat) {
      throw new SftpFailure("OP_UNSUPPORTED", "S3 keeps no modes, owners and times of files");
    }
  };
  sftp.on("SETSTAT", (id) => answerOk(id, setStat));
  sftp.on("FSETSTAT", (id) => answerOk(id, setStat));

  sftp.on("OPENDIR", (id, given) =>
    answer(id, async () => {
      if ((await files.get(given)).kind === "file") {
        throw new SftpFailure("FAILURE", `${absolutePath(given)} is a file`);
      }
      sftp.handle(id, handles.add({ kind: "listing", pages: files.pages(given) }));
    }),
  );
  sftp.on("READDIR", (id, handle) =>
    answer(id, async () => {
      const page = await handles.get(handle, "listing").pages.next();
      if (page.done) {
        sftp.status(id, EOF);
        return;
      }
      sftp.name(id, page.value.map(listedEntry));
    }),
  );

  sftp.on("OPEN", (id, given, flags) =>
    answer(id, async () => {
      const opened = await openFile(given, flags, { files, s3, home });
      sftp.handle(id, handles.add(opened));
      log({ "activity-type": "OPEN", path: pathOf(fileKey(home, given)) });
    }),
  );
  sftp.on("READ", (id, ...asked) =>
    answer(id, async () => {
      const [handle, offset, length] = asked;
      const { download } = handles.get(handle, "download");
      const data = await download.read(offset, Math.min(length, maxReadBytes));
      if (data === undefined) {
        sftp.status(id, EOF);
        return;
      }
      sftp.data(id, data);
    }),
  );
  sftp.on("WRITE", (id, ...written) => {
    const [handle, offset, data] = written;
    waitingBytes += data.length;
    if (waitingBytes > maxWaitingBytes) {
      options.disconnect();
      return;
    }
    // The packet's memory is used again.
    const piece = Buffer.from(data);
    answerOk(id, async () => {
      try {
        await handles.get(handle, "upload").upload.write(offset, piece);
      } finally {
        waitingBytes -= piece.length;
      }
    });
  });
  sftp.on("CLOSE", (id, handle) =>
    answerOk(id, async () => {
      const opened = handles.take(handle);
      if (opened.kind === "upload") {
        await opened.upload.close();
        const { key, bytes } = opened.upload;
        log({ "activity-type": "CLOSE", path: pathOf(key), "bytes-in": bytes });
        return;
      }
      await close(opened);
    }),
  );

  sftp.on("REMOVE", (id, given) =>
    answerOk(id, async () => {
      await files.remove(given);
      log({ "activity-type": "DELETE", path: pathOf(fileKey(home, given)) });
    }),
  );
  sftp.on("RENAME", (id, from, to) =>
    answerOk(id, async () => {
      await files.rename(from, to);
      const [path, newPath] = [pathOf(fileKey(home, from)), pathOf(fileKey(home, to))];
      log({ "activity-type": "RENAME", path, "new-path": newPath });
    }),
  );
  sftp.on("MKDIR", (id, given) =>
    answerOk(id, async () => {
      await files.makeFolder(given);
      log({ "activity-type": "MKDIR", path: pathOf(folderPrefix(home, given)) });
    }),
  );
  sftp.on("RMDIR", (id, given) =>
    answerOk(id, async () => {
      await files.removeFolder(given);
      log({ "activity-type": "RMDIR", path: pathOf(folderPrefix(home, given)) });
    }),
  );

  const abandon = async (): Promise<void> => {
    for (const opened of handles.takeAll()) {
      if (opened.kind === "upload") {
        const { key, bytes } = opened.upload;
        log({ "activity-type": "PARTIAL_CLOSE", path: pathOf(key), "bytes-in": bytes });
      }
      await close(opened);
    }
  };
  return async () => {
    queue = queue.then(abandon);
    await queue;
  };
}

/** Lets go of what a handle stood for; nothing becomes of a file that was being written. */
async function close(opened: OpenHandle): Promise<void> {
  switch (opened.kind) {
    case "upload":
      await opened.upload.abandon();
      return;
    case "download":
      opened.download.close();
      return;
    case "listing":
      await opened.pages.return(undefined);
      return;
  }
}

function openedEntry(opened: OpenHandle): DirectoryEntry {
  switch (opened.kind) {
    case "upload":
      return { kind: "file", name: "", size: opened.upload.bytes, modified: new Date(0), eTag: "" };
    case "download":
      return opened.entry;
    case "listing":
      return { kind: "folder", name: "" };
  }
}
