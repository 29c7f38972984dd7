import { schemaVersion } from "./columns.ts";
import { checkRejectedLine } from "./rejected-report.ts";
import { currentFormat, type WorkRowFormat } from "./work-row.ts";

/**
 * The limit of SQS for one message, and for all messages of a batch, is 1 MiB:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const maxBatchBytes = 1_048_576;
/** SQS takes ten messages in one batch. */
const maxBatchMessages = 10;
/** Reserved for the rest of a request around its message bodies. */
const headroomBytes = 16_384;

/** The first line of a message: the kind of the lines that follow, and the version of their columns. */
const headingName = "ashiato-locations/";
const heading = `${headingName}${schemaVersion}`;
const rejectedHeading = "ashiato-rejected/1";

/** The longest line of `rejectedLine` that fits into a message. */
export const maxRejectedLineBytes = maxBatchBytes - headroomBytes - rejectedHeading.length - 1;

/**
 * Packs work rows into as few message bodies as possible: a heading line, then one row a line. Rows are
 * ASCII, so a character is a byte.
 */
export function packMessages(rows: string[], maxBytes = maxBatchBytes - headroomBytes): string[] {
  return packLines(rows, { heading, maxBytes });
}

/**
 * Packs lines of `rejectedLine` as `packMessages` packs rows. No line may be longer than
 * `maxRejectedLineBytes`.
 */
export function packRejected(lines: string[]): string[] {
  return packLines(lines, { heading: rejectedHeading, maxBytes: maxBatchBytes - headroomBytes });
}

function packLines(rows: string[], { heading, maxBytes }: { heading: string; maxBytes: number }): string[] {
  const bodies: string[] = [];
  let lines = [heading];
  let bytes = heading.length;
  for (const row of rows) {
    if (lines.length > 1 && bytes + 1 + row.length > maxBytes) {
      bodies.push(lines.join("\n"));
      lines = [heading];
      bytes = heading.length;
    }
    lines.push(row);
    bytes += 1 + row.length;
  }
  return lines.length > 1 ? [...bodies, lines.join("\n")] : bodies;
}

/** Groups bodies into batches for SendMessageBatch. */
export function batchMessages(bodies: string[]): string[][] {
  const batches: string[][] = [];
  let bytes = 0;
  for (const body of bodies) {
    const batch = batches.at(-1);
    if (
      batch === undefined ||
      batch.length === maxBatchMessages ||
      bytes + body.length > maxBatchBytes - headroomBytes
    ) {
      batches.push([body]);
      bytes = body.length;
    } else {
      batch.push(body);
      bytes += body.length;
    }
  }
  return batches;
}

/** The contents of a message body: work rows, or lines of `rejectedLine`. */
export type UnpackedMessage =
  | { ok: true; kind: "rows"; rows: string[] }
  | { ok: true; kind: "rejected"; lines: string[] }
  | { ok: false; reason: string };

/**
 * Returns the lines of a message body, or why it cannot be read: one bad line makes the whole message
 * unreadable. Also reads messages of earlier versions: their rows get empty fields for the columns that they
 * lack, so that equal reports are equal rows.
 */
export function unpackMessage(body: string, format: WorkRowFormat = currentFormat): UnpackedMessage {
  const [first = "", ...lines] = body.split("\n");
  const isRejected = first === rejectedHeading;
  const version = versionOf(first);
  if (!isRejected && (version === undefined || version > format.version)) {
    const expected = `${headingName}${format.version}${format.version > 1 ? " or an earlier version" : ""}`;
    return { ok: false, reason: `the first line is ${JSON.stringify(first.slice(0, 80))}, not ${expected}` };
  }
  if (lines.length === 0) {
    return { ok: false, reason: "no rows follow the first line" };
  }
  for (const [index, line] of lines.entries()) {
    const reason = version === undefined ? checkRejectedLine(line) : format.check(line, version);
    if (reason !== undefined) {
      return { ok: false, reason: `row ${index + 1} ${reason}` };
    }
  }
  if (version === undefined) {
    return { ok: true, kind: "rejected", lines };
  }
  return { ok: true, kind: "rows", rows: version === format.version ? lines : lines.map(format.widen) };
}

function versionOf(line: string): number | undefined {
  const [, digits] = /^ashiato-locations\/([1-9]\d{0,5})$/.exec(line) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
