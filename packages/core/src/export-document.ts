import * as z from "zod";

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** `export.json`, written last: an export of a business date exists when this document does. */
export const exportDocumentSchema = z.strictObject({
  date: z.iso.date(),
  /** IANA name of the zone whose calendar gave the date. */
  timeZone: z.string(),
  /** 1 for the date's first export; the highest is the current one. */
  version: z.int().positive(),
  run: z.string(),
  /** Data rows of all files; the header line of each is not counted. */
  rows: count,
  /**
   * Contents that were left out because another report with their device and id was received first: they are
   * below `rejected/conflicts/`.
   */
  conflicts: count.default(0),
  bytes: count,
  /** `sha256:` and the hash of all files' bytes in order: of one file, that file's. */
  checksum: z.templateLiteral(["sha256:", sha256]),
  schemaVersion: z.int().positive(),
  /** Whether the CSV has `recorded_at_local`, behind the columns of its version. */
  localTime: z.boolean().default(false),
  createdAt: z.iso.datetime(),
  files: z
    .array(z.strictObject({ key: z.string(), name: z.string(), rows: count, bytes: count, sha256 }))
    .min(1),
});

export type ExportDocument = z.infer<typeof exportDocumentSchema>;
