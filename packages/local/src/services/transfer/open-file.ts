import type { S3Client } from "@aws-sdk/client-s3";
import ssh2 from "ssh2";
import { Download } from "./download.ts";
import { absolutePath, fileKey, type HomeDirectory } from "./home-directory.ts";
import type { OpenHandle } from "./open-handles.ts";
import { SftpFailure } from "./sftp-failure.ts";
import { Upload } from "./upload.ts";
import type { UserFiles } from "./user-files.ts";

const { READ, WRITE, APPEND, CREAT, TRUNC, EXCL } = ssh2.utils.sftp.OPEN_MODE;

type Holder = { files: UserFiles; s3: S3Client; home: HomeDirectory };

/**
 * Opens a file to be read from its start, or to be written whole, in the place of the one that is there.
 *
 * Throws SftpFailure OP_UNSUPPORTED for what S3 cannot do: to append, to change a part, to read and write at
 * once. https://docs.aws.amazon.com/transfer/latest/userguide/transfer-file.html
 */
export async function openFile(
  given: string,
  flags: number,
  { files, s3, home }: Holder,
): Promise<OpenHandle & { kind: "upload" | "download" }> {
  const name = absolutePath(given);
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const entry = await files.find(given);
  if (entry?.kind === "folder") {
    throw new SftpFailure("FAILURE", `${name} is a folder`);
  }
  const place = { bucket: home.bucket, key: fileKey(home, given) };
  if (!has(WRITE) && !has(APPEND)) {
    if (!entry) {
      throw new SftpFailure("NO_SUCH_FILE", `${name} does not exist`);
    }
    const { size, eTag } = entry;
    return { kind: "download", download: new Download(s3, { ...place, size, eTag }), entry };
  }
  if (has(READ) || has(APPEND) || (entry && !has(TRUNC) && !has(EXCL))) {
    throw new SftpFailure("OP_UNSUPPORTED", `S3 keeps no changes within a file: write ${name} whole`);
  }
  if (entry && has(EXCL)) {
    throw new SftpFailure("FAILURE", `${name} exists`);
  }
  if (!entry && !has(CREAT)) {
    throw new SftpFailure("NO_SUCH_FILE", `${name} does not exist`);
  }
  return { kind: "upload", upload: new Upload(s3, place) };
}
