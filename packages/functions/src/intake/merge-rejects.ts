import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { type ConvertedPart, rejectedRowSchema } from "@ashiato/core/file-intake/receipt";
import { type IntakeAttempt, intakeRejectsKey } from "@ashiato/core/intake-keys";
import { GzipUpload } from "../aws/gzip-upload.ts";
import { openObject } from "../aws/objects.ts";

type Rejects = { parts: readonly ConvertedPart[]; linesBefore: readonly number[] };

/**
 * Puts the rejected rows of all parts into one object, their lines counted from the file's first. Returns its
 * key; null if no row was rejected.
 */
export async function mergeRejects(
  bucket: string,
  name: IntakeAttempt,
  { parts, linesBefore }: Rejects,
): Promise<string | null> {
  if (parts.every(({ rejectsKey }) => rejectsKey === null)) {
    return null;
  }
  const key = intakeRejectsKey(name);
  const upload = new GzipUpload(bucket, key);
  for (const [index, { rejectsKey }] of parts.entries()) {
    if (rejectsKey === null) {
      continue;
    }
    const { body } = await openObject(bucket, rejectsKey);
    for await (const line of createInterface({ input: body.pipe(createGunzip()) })) {
      const row = rejectedRowSchema.parse(JSON.parse(line));
      upload.appendText(`${JSON.stringify({ ...row, line: row.line + (linesBefore[index] ?? 0) })}\n`);
      await upload.flush();
    }
  }
  await upload.finish();
  return key;
}
