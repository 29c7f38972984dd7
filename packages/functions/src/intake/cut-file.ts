import { DomainError } from "@ashiato/core/errors";
import type { ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import type { FileIntakeLimits } from "@ashiato/core/file-intake/names";
import { entriesParts, linesParts, type Part, wholeFile } from "@ashiato/core/file-intake/part";
import { splittableHeadings } from "@ashiato/core/file-intake/plain-csv";
import { containerKind } from "@ashiato/core/formats/files/file-kind";
import { readZipDirectory } from "@ashiato/core/formats/files/zip-directory";
import { readFileBytes } from "./read-file-range.ts";

/** Bytes of the beginning, by which the file is known. */
const headBytes = 64 * 1024;

/**
 * Looks at what a file holds, and cuts it into the parts in which it is converted: a plain CSV by ranges of
 * lines, an archive by its files, any other as a whole. Throws FileOverwritten, and UnreadableFile for an
 * archive that is empty, broken, or unpacks to more than allowed.
 */
export async function cutFile(
  file: ArrivedFile,
  { partBytes, maxUnpackedBytes }: Pick<FileIntakeLimits, "partBytes" | "maxUnpackedBytes">,
): Promise<readonly Part[]> {
  const head = await readFileBytes(file, { start: 0, end: Math.min(headBytes, file.bytes) });
  if (containerKind(head) !== "zip") {
    const headings = splittableHeadings(head);
    return headings === undefined ? wholeFile : linesParts(file.bytes, partBytes, headings);
  }
  const entries = await readZipDirectory(file.bytes, (start, end) => readFileBytes(file, { start, end }));
  const unpacked = entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  if (entries.length === 0) {
    throw new DomainError("UnreadableFile", "The zip file is empty");
  }
  if (unpacked > maxUnpackedBytes) {
    throw new DomainError(
      "UnreadableFile",
      `The zip file unpacks to ${unpacked} bytes, more than the ${maxUnpackedBytes} that a file may`,
    );
  }
  return entriesParts(entries, partBytes);
}
