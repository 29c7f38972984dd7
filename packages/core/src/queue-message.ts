import { schemaVersion } from "./columns.ts";
import { checkWorkRow } from "./work-row.ts";

/** SQS takes 1 MiB for one message and for the sum of one batch: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const maxBatchBytes = 1_048_576;
/** SQS takes ten messages in one batch. */
const maxBatchMessages = 10;
/** Room for what a request carries around its bodies. */
const headroomBytes = 16_384;

/** The first line of a message: what the lines after it are. */
const heading = `ashiato-locations/${schemaVersion}`;

/** Packs work rows into as few message bodies as may be: a heading line, then one row a line. Rows are ASCII: a character is a byte. */
export function packMessages(rows: string[], maxBytes = maxBatchBytes - headroomBytes): string[] {
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

/** Groups bodies into batches that one SendMessageBatch takes. */
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

/** The rows of a message body, or why it cannot be read: one bad row refuses the whole message. */
export function unpackMessage(body: string): { ok: true; rows: string[] } | { ok: false; reason: string } {
  const [first, ...rows] = body.split("\n");
  if (first !== heading) {
    return { ok: false, reason: `the first line is ${JSON.stringify(first?.slice(0, 80))}, not ${heading}` };
  }
  if (rows.length === 0) {
    return { ok: false, reason: "no rows follow the first line" };
  }
  for (const [index, row] of rows.entries()) {
    const reason = checkWorkRow(row);
    if (reason !== undefined) {
      return { ok: false, reason: `row ${index + 1} ${reason}` };
    }
  }
  return { ok: true, rows };
}
