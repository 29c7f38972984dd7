import * as z from "zod";

const count = z.int().nonnegative();
/**
 * Every report of the date that was accepted before then is in the version; absent if its run could not drain
 * the queue in time.
 */
const completeThrough = z.iso.datetime().optional();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `export.json`, written last: a version of a business date's export exists when this document does. */
export const exportDocumentSchema = z.strictObject({
  date: z.iso.date(),
  /** IANA name of the time zone in which the date is counted. */
  timeZone: z.string(),
  /** 1 for the date's first export; the highest is the current one. */
  version: z.int().positive(),
  run: z.string(),
  /** Data rows of all files; the header line of each is not counted. */
  rows: count,
  /**
   * Contents that were left out because a different report with the same device and id was received first;
   * they are under `rejected/conflicts/`.
   */
  conflicts: count.default(0),
  bytes: count,
  /** `sha256:` and the hash of the bytes of all files, in order. */
  checksum: z.templateLiteral(["sha256:", sha256]),
  schemaVersion: z.int().positive(),
  /** Whether the CSV has `recorded_at_local` after the columns of its version. */
  localTime: z.boolean().default(false),
  createdAt: z.iso.datetime(),
  completeThrough,
  /** Whether `devices.json` says where the rows of devices begin, for late rows to be compared with. */
  indexed: z.boolean().default(false),
  /** When its files were removed, as a newer version had replaced it long before: they are not there then. */
  removedAt: z.iso.datetime().optional(),
  files: z
    .array(z.strictObject({ key: z.string(), name: z.string(), rows: count, bytes: count, sha256 }))
    .min(1),
  /** The same rows as Parquet: what the table of days shows. Absent if the setting was off. */
  parquet: z
    .strictObject({
      /** The folder that the date's partition reads: supplements add their rows to it. */
      prefix: z.string(),
      /** As UNLOAD wrote them, in the order of the rows; none for a day without reports. */
      files: z.array(z.strictObject({ key: z.string(), name: z.string(), rows: count, bytes: count })),
    })
    .optional(),
});

export type ExportDocument = z.infer<typeof exportDocumentSchema>;

/**
 * `export.json` of a version whose rows and conflicts are those of an earlier one: it has no files of its
 * own. What was read for it is exported by `unchangedSince`, which stands for it wherever versions are
 * compared.
 */
const unchangedDocumentSchema = z.strictObject({
  date: z.iso.date(),
  version: z.int().positive(),
  run: z.string(),
  unchangedSince: z.int().positive(),
  createdAt: z.iso.datetime(),
  completeThrough,
});

/**
 * `supplement-<number>.json` beside the `export.json` of an export: rows of late reports that it lacks, in
 * the same form. A number is given once, so that each supplement has been compared with all before it.
 */
export const supplementSchema = z.strictObject({
  date: z.iso.date(),
  /** The version that the supplement's run claimed. */
  version: z.int().positive(),
  run: z.string(),
  /** The version of the export that lacks the rows. */
  supplementOf: z.int().positive(),
  number: z.int().positive(),
  rows: count,
  /** Contents among the late rows that were left out, as in an export. */
  conflicts: count,
  bytes: count,
  createdAt: z.iso.datetime(),
  completeThrough,
  /** Markers of the batches that it covers. */
  markers: z.array(z.string()),
  file: z.strictObject({ key: z.string(), name: z.string(), rows: count, bytes: count, sha256 }),
  /** The same rows as Parquet; absent if the export has none. A copy of it lies in the export's folder. */
  parquet: z.strictObject({ key: z.string(), bytes: count }).optional(),
});

export type Supplement = z.infer<typeof supplementSchema>;

/** `devices.json` of an export: where rows of devices begin in its files, which are ordered by device. */
export const deviceIndexSchema = z.strictObject({
  files: z.array(
    z.strictObject({
      key: z.string(),
      bytes: count,
      /** The place of a row's first byte, and its device: the first row, and more at intervals. */
      entries: z.array(z.tuple([count, z.string()])),
    }),
  ),
});

export type DeviceIndex = z.infer<typeof deviceIndexSchema>;

export type UnchangedDocument = z.infer<typeof unchangedDocumentSchema>;

/** What `export.json` may hold. */
export const versionDocumentSchema = z.union([exportDocumentSchema, unchangedDocumentSchema]);

export type VersionDocument = z.infer<typeof versionDocumentSchema>;

/** What `export.json` and `supplement-<number>.json` may hold. */
export const publishedSchema = z.union([exportDocumentSchema, unchangedDocumentSchema, supplementSchema]);

export type Published = z.infer<typeof publishedSchema>;

/**
 * An export with its supplements in their order, with the latest `completeThrough` of all that say something
 * of it, and the number of the last version whose rows it holds.
 */
export type ReadExport = { document: ExportDocument; supplements: Supplement[]; readAs: number };

/**
 * Returns a date's exports, the current one first: the one that holds the rows of the highest version, which
 * is its own, one that was found unchanged, or that of a supplement. What belongs to an export that has
 * expired stands for nothing.
 */
export function exportsInOrder(published: readonly Published[]): ReadExport[] {
  const exports = new Map<number, ReadExport>();
  for (const each of published) {
    if ("files" in each) {
      exports.set(each.version, { document: each, supplements: [], readAs: each.version });
    }
  }
  for (const each of published) {
    if ("files" in each) {
      continue;
    }
    const found = exports.get("file" in each ? each.supplementOf : each.unchangedSince);
    if (found !== undefined) {
      found.readAs = Math.max(found.readAs, each.version);
      found.document = laterThrough(found.document, each.completeThrough);
      if ("file" in each) {
        found.supplements.push(each);
      }
    }
  }
  for (const { supplements } of exports.values()) {
    supplements.sort((a, b) => a.number - b.number);
  }
  return [...exports.values()].toSorted((a, b) => b.readAs - a.readAs);
}

/** Returns the rows of all supplements. */
export function countLateRows(supplements: readonly Pick<Supplement, "rows">[]): number {
  return supplements.reduce((sum, { rows }) => sum + rows, 0);
}

/** Returns the export as complete through a time, unless it is complete through a later one. */
export function laterThrough(document: ExportDocument, completeThrough: string | undefined): ExportDocument {
  const { completeThrough: own } = document;
  return completeThrough === undefined ||
    (own !== undefined && Date.parse(own) >= Date.parse(completeThrough))
    ? document
    : { ...document, completeThrough };
}

/** `exports/complete-through.json`: every report accepted before then is in an export. It only moves on. */
export const completeThroughSchema = z.strictObject({ completeThrough: z.iso.datetime() });
