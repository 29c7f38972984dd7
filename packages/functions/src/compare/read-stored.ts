import { addCalendarDays } from "@ashiato/core/business-date";
import { type Compaction, partitionFolder } from "@ashiato/core/daily-batch/compaction";
import { filesAfter, type Withdrawal } from "@ashiato/core/daily-batch/withdrawal";
import type { Stored } from "@ashiato/core/reconcile/reconcile";
import type { RecordedFile, StoredDate } from "@ashiato/core/reconcile/stored-date";
import { partitionPrefix, storePrefix } from "@ashiato/core/keys";
import { Resource } from "sst";
import * as z from "zod";
import { listObjects } from "../aws/objects.ts";
import { collect } from "../batch/collect.ts";
import { readWithdrawals } from "../batch/withdrawals.ts";
import { FunctionError } from "../errors.ts";
import { readDayRows, readExported } from "./read-exported.ts";
import { readCompactions, readPending, readPublished, readRecordedFiles } from "./read-records.ts";
import { listOtherKeys } from "./list-other-keys.ts";

const count = z.int().nonnegative();

/** A statement's result: its first page, and the rows that it has in all. */
function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ total: count, rows: z.array(row) });
}

export const comparedSchema = z.object({
  step: z.literal("compare"),
  name: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  /** The first of the dates that the warehouse has counted; it returns none for those without rows. */
  countFrom: z.iso.date(),
  inbox: z.string().nullable(),
  repair: z.boolean(),
  repaired: z.boolean(),
  partitions: pageOf(z.object({ date: z.string(), location: z.string(), table: z.string() })),
  counts: pageOf(z.object({ date: z.string(), rows: count, reports: count })),
  table: z.object({ schema: z.string(), table: z.string(), daysTable: z.string() }),
  recordDays: z.int().positive(),
});

const dayMilliseconds = 86_400_000;

/**
 * Reads all that is stored of a range of dates. Throws InvalidInput if the warehouse returned more than one
 * page.
 */
export async function readStored(
  comparison: Pick<
    z.infer<typeof comparedSchema>,
    "from" | "to" | "countFrom" | "partitions" | "counts" | "recordDays" | "table"
  >,
): Promise<Stored> {
  const { from, to, countFrom, partitions, counts, recordDays, table } = comparison;
  for (const [what, { total, rows }] of Object.entries({ partitions, counts })) {
    if (rows.length !== total) {
      throw new FunctionError(
        "InvalidInput",
        `The warehouse returned ${rows.length} of ${total} ${what} on its first page: compare fewer dates`,
      );
    }
  }
  const bucket = Resource.Lake.name;
  const range = { from, to };
  const recordsSince = new Date(Date.now() - recordDays * dayMilliseconds).toISOString();
  const objects = await collect(
    listObjects(bucket, storePrefix, { after: partitionPrefix(from), before: `${storePrefix}dt=${to}0` }),
  );
  const objectsOf = Map.groupBy(objects, ({ key }) => key.slice(`${storePrefix}dt=`.length).slice(0, 10));
  const filesOf = await readRecordedFiles(bucket, range);
  const compactions = await readCompactions(bucket, range);
  const withdrawals = await readWithdrawals(bucket, (date) => date >= from && date <= to);
  const emptied = new Set(
    [...withdrawals.values()]
      .flat()
      .flatMap(({ taken }) => taken.flatMap(({ from, left }) => (left.rows === 0 ? [from] : []))),
  );
  const { pendingKeys, pendingDates } = await readPending(bucket);
  const { exportsOf, exportedOf } = await readExported(Resource.Downloads.name, range);
  const published = await readPublished(bucket, { ...range, since: recordsSince, exportedOf });
  const locationsOf = (name: string) =>
    new Map(
      partitions.rows.filter((row) => row.table === name).map(({ date, location }) => [date, location]),
    );
  const locations = locationsOf(table.table);
  const dayLocations = locationsOf(table.daysTable);
  const dayRows = await readDayRows(Resource.Downloads.name, [...exportsOf.values()]);
  const countsOf = new Map(counts.rows.map(({ date, rows, reports }) => [date, { rows, reports }]));
  const dates = datesBetween(range).map((date): StoredDate => ({
    date,
    location: locations.get(date),
    counts: countsOf.get(date) ?? (date < countFrom ? undefined : { rows: 0, reports: 0 }),
    objects: objectsOf.get(date) ?? [],
    ...filesAndCompaction(filesOf.get(date) ?? [], compactions.get(date), withdrawals.get(date) ?? []),
    pendingKeys: (pendingKeys.get(date) ?? []).filter((key) => !emptied.has(key)),
    isPending: pendingDates.has(date),
    exports: exportsOf.get(date) ?? [],
    dayLocation: dayLocations.get(date),
    dayRows: dayRows.get(date),
    exported: exportedOf.get(date) ?? [],
    published: published.get(date) ?? [],
  }));
  return {
    lake: { url: `s3://${bucket}/`, downloadsUrl: `s3://${Resource.Downloads.name}/`, recordsSince },
    dates,
    otherKeys: await listOtherKeys(bucket),
  };
}

/** Returns the files that a date is to have, as batches, compactions and withdrawals recorded them. */
function filesAndCompaction(
  files: readonly RecordedFile[],
  compaction: Compaction | undefined,
  withdrawals: readonly Withdrawal[],
): Pick<StoredDate, "files" | "compacting"> {
  if (compaction === undefined) {
    return { files: filesAfter(files, withdrawals), compacting: undefined };
  }
  const { settled, moving } = compaction;
  const replaced = new Set(settled.replaced);
  return {
    files: filesAfter([...files, ...settled.files], withdrawals).filter(({ key }) => !replaced.has(key)),
    compacting: moving === undefined || moving.step === "planned" ? undefined : partitionFolder(compaction),
  };
}

function datesBetween({ from, to }: { from: string; to: string }): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addCalendarDays(date, 1)) {
    dates.push(date);
  }
  return dates;
}
