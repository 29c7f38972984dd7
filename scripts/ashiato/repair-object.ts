import { gzipSync } from "node:zlib";
import { PutObjectCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { workPrefix } from "@ashiato/core/work-keys";
import { currentFormat, datedRow } from "@ashiato/core/work-row";
import { readNamedFile, textOf } from "../input/read-text-file.ts";
import { numberText } from "../terminal/text-table.ts";
import { type Command, readWords, UsageError } from "./command.ts";
import { openStage } from "./stage.ts";
import { counted } from "../terminal/counted.ts";

export const repairObjectCommand: Command = {
  help: `Puts the rows of a file into the inbox as a work object, with the row count that the batch checks.

  npm run ashiato -- repair-object FILE KEY

For example: npm run ashiato -- repair-object rows.csv work/repaired/2026-11-26.csv.gz

FILE is text with one row on each line: the output of gzip -dc for a work object. A row without its business date gets it again from its time. KEY begins with work/ and ends in .csv.gz. An existing object is never
overwritten: move it aside first, see docs/operations.md, A work object is corrupt. Lines that are not valid rows are included, and the batch moves them to
rejected/rows/.
  --stage, --json: see npm run ashiato -- --help

Exits 0 only if the object is in the inbox.`,
  async run(words, io) {
    const { values, positionals } = readWords(words, {}, ["FILE", "KEY"]);
    const [file = "", key = ""] = positionals;
    if (!key.startsWith(workPrefix) || !key.endsWith(".csv.gz")) {
      throw new UsageError(`KEY must be like ${workPrefix}repaired/NAME.csv.gz, got ${JSON.stringify(key)}`);
    }
    const found = await readLines(file);
    const stage = await openStage(values);
    const lines = found.map((line) => datedRow(line, stage.timeZone));
    const unusable = lines.filter((line) => currentFormat.check(line) !== undefined).length;
    if (!(await putNew({ bucket: stage.lakeBucket, key }, lines))) {
      throw new Error(
        `s3://${stage.lakeBucket}/${key} already exists and was left as it is: move it aside first, or name another KEY`,
      );
    }
    const rows = lines.length;
    io.print(
      values.json
        ? JSON.stringify({ key, rows, unusable })
        : `Put ${counted(rows, "row")} into s3://${stage.lakeBucket}/${key}` +
            (unusable > 0 ? `; the batch will reject ${numberText(unusable)} of them` : ""),
    );
    return 0;
  },
};

/**
 * Returns the lines of a text file; the last may lack its line feed. Throws an Error when the file is gzip,
 * part of which could go unread, or is empty.
 */
async function readLines(file: string): Promise<string[]> {
  const bytes = await readNamedFile(file);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new Error(`${file} is gzip: unpack it first with gzip -dc, which reports whether it is complete`);
  }
  const text = textOf(file, bytes);
  if (text === "") {
    throw new Error(`${file} has no rows`);
  }
  return text.replace(/\n$/, "").split("\n");
}

/** Creates a work object and returns true; returns false, and writes nothing, if it already exists. */
async function putNew({ bucket, key }: { bucket: string; key: string }, lines: string[]): Promise<boolean> {
  const s3 = new S3Client({});
  try {
    const object = { Bucket: bucket, Key: key };
    const Body = gzipSync(`${lines.join("\n")}\n`);
    const Metadata = { rows: String(lines.length) };
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
    const about = { ContentType: "application/gzip", Metadata, IfNoneMatch: "*" };
    await s3.send(new PutObjectCommand({ ...object, ...about, Body }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.name === "PreconditionFailed") {
      return false;
    }
    throw error;
  } finally {
    s3.destroy();
  }
}
