import * as z from "zod";
import { schemaVersion } from "../columns.ts";
import { currentFormat } from "../work-row.ts";

/** The form of the file, which its first line names; another form gets another number. */
const format = "ashiato-positions/1";

const headSchema = z.object({
  format: z.literal(format),
  schemaVersion: z.int().min(1).max(schemaVersion),
  /** When the drains that were stored by then were merged: ISO 8601. */
  mergedAt: z.iso.datetime(),
});

/** The newest position of each device, when drains were last merged. */
export type Positions = {
  /** ISO 8601, UTC. */
  mergedAt: string;
  /** A work row of today's columns for each device. */
  rows: string[];
};

/** Returns the text of a file of positions: a line of JSON that says what follows, then the rows. */
export function positionsText({ mergedAt, rows }: Positions): string {
  const head: z.infer<typeof headSchema> = { format, schemaVersion, mergedAt };
  return [JSON.stringify(head), ...rows, ""].join("\n");
}

/**
 * Reads the text of a file of positions, also one with the columns of an earlier version. Throws an Error
 * that names the line for a text that is not such a file, or is of a later form.
 */
export function readPositionsText(text: string): Positions {
  const [first = "", ...lines] = text.split("\n");
  const head = headSchema.safeParse(parseJson(first));
  if (!head.success) {
    throw new Error(`line 1 is not the head of ${format}: ${z.prettifyError(head.error)}`);
  }
  if (lines.pop() !== "") {
    throw new Error("the last line has no end");
  }
  for (const [index, line] of lines.entries()) {
    const fault = currentFormat.check(line, head.data.schemaVersion);
    if (fault !== undefined) {
      throw new Error(`line ${index + 2}: ${fault}`);
    }
  }
  return { mergedAt: head.data.mergedAt, rows: lines.map(currentFormat.widen) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
