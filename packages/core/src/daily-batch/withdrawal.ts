import * as z from "zod";
import { columns } from "../columns.ts";

const count = z.int().nonnegative();

/** Rows that were taken out of an object of the table. */
const takenSchema = z.strictObject({
  /** The object of the table, and the one that has the rows since. */
  from: z.string(),
  to: z.string(),
  rows: count,
  /** What the object of the table holds since; it is not there if that is nothing. */
  left: z.strictObject({ rows: count, bytes: count }),
});

/**
 * - asked: the next run takes the rows out.
 * - withdrawn: they are out of the table. Those that come later, but were received before, follow them.
 * - returning: the next run puts them back.
 * - returned: they are in the table again.
 */
const withdrawalStates = ["asked", "withdrawn", "returning", "returned"] as const;

/**
 * `withdrawals/dt=<date>/<id>.json`: the rows of a client that are taken out of a date of the table. Changed
 * by conditional writes alone.
 */
export const withdrawalSchema = z.strictObject({
  id: z.string(),
  client: z.string(),
  date: z.iso.date(),
  /** Rows of this device alone; of all devices if absent. */
  device: z.string().optional(),
  /** Rows that were received before then are taken out. What the client sent since stays. */
  requestedAt: z.iso.datetime(),
  /** Who asked for it: a client, or `stage` for the stage's own token. */
  by: z.string(),
  state: z.enum(withdrawalStates),
  taken: z.array(takenSchema),
  /** Objects of the table that have none of the rows, as they were listed. */
  checked: z.array(z.strictObject({ key: z.string(), bytes: count, modified: z.string() })),
  /** Objects by which the rows were put back into the table. */
  returned: z.array(z.strictObject({ key: z.string(), rows: count, bytes: count })),
});

export type Withdrawal = z.infer<typeof withdrawalSchema>;
export type TakenRows = Withdrawal["taken"][number];

/** Which rows of a date a withdrawal takes out. */
export type WithdrawnRows = Pick<Withdrawal, "client" | "device" | "requestedAt">;

const indexOf = (column: string): number => columns.findIndex(({ name }) => name === column);
const deviceIndex = indexOf("device_id");
const receivedIndex = indexOf("received_at");
const sourceIndex = indexOf("source");

/**
 * Returns whether a line of the table's files is one of the rows: of this source, of this device if one is
 * named, and received before the withdrawal was asked for.
 */
export function isWithdrawn(line: string, { client, device, requestedAt }: WithdrawnRows): boolean {
  const values = line.split(",");
  return (
    values[sourceIndex] === client &&
    (device === undefined || values[deviceIndex] === device) &&
    (values[receivedIndex] ?? "") < rowTime(requestedAt)
  );
}

/**
 * Returns whether a withdrawal takes out all rows that another of the same client and date takes out, so that
 * it would take them again if they were put back.
 */
export function takesRowsOf(
  withdrawal: Pick<Withdrawal, "id" | "device" | "requestedAt" | "state">,
  other: Pick<Withdrawal, "id" | "device" | "requestedAt">,
): boolean {
  return (
    withdrawal.id !== other.id &&
    (withdrawal.state === "asked" || withdrawal.state === "withdrawn") &&
    (withdrawal.device === undefined || withdrawal.device === other.device) &&
    withdrawal.requestedAt >= other.requestedAt
  );
}

/** Returns the rows that a withdrawal has taken out. */
export function countTaken({ taken }: Pick<Withdrawal, "taken">): number {
  return taken.reduce((sum, { rows }) => sum + rows, 0);
}

/** A file of a date as its batch or its compaction recorded it. */
type RecordedFile = { key: string; rows: number; bytes: number };

/**
 * Returns what is left of recorded files of a date after its withdrawals, and the files by which rows were
 * put back.
 */
export function filesAfter<File extends RecordedFile>(
  files: readonly File[],
  withdrawals: readonly Pick<Withdrawal, "taken" | "returned">[],
): (File | RecordedFile)[] {
  const left = new Map<string, TakenRows["left"]>();
  for (const { from, left: rest } of withdrawals.flatMap(({ taken }) => taken)) {
    // A file only shrinks: the smallest rest is the last one.
    if (rest.rows < (left.get(from)?.rows ?? Infinity)) {
      left.set(from, rest);
    }
  }
  return [...files, ...withdrawals.flatMap(({ returned }) => returned)]
    .map((file) => ({ ...file, ...left.get(file.key) }))
    .filter(({ key, rows }) => rows > 0 || !left.has(key));
}

/** Returns a time as the table's files have it, in UTC with microseconds. */
function rowTime(time: string): string {
  return new Date(time).toISOString().replace("T", " ").replace("Z", "000");
}
