import { amount, assumptions, type CostLine } from "./month.ts";
import { pricesOf } from "./prices.ts";

/** The parts of the declared intake of files that cost something. */
export type DeclaredFileCosts = { convertMegabytes: number; partBytes: number };

/** Plain CSVs that are dropped. */
export type FileLoad = { filesPerDay: number; rowsOfFile: number; region: string };

/** What is neither declared nor, on an account, measured. */
const fileAssumptions = {
  /** Rows that a function converts a second; `bench/intake.ts` prints what a machine does. */
  convertRowsPerSecond: 50_000,
  transitionsPerFile: 20,
  transitionsPerPart: 4,
  /** Receipts, marks of its contents, and what comes of its parts. */
  writesPerFile: 10,
  /** Rows of one object, which is written, copied and removed. */
  objectRows: 100_000,
  writesPerObject: 3,
} as const;

/**
 * Returns what the files of a month cost, besides their rows' part in the nights' batches, which cost what
 * those of the API do; nothing for no files. Throws RangeError for a region without prices.
 */
export function fileCosts(declared: DeclaredFileCosts, load: FileLoad): CostLine[] {
  const prices = pricesOf(load.region);
  const { rowsOfFile } = load;
  const files = load.filesPerDay * assumptions.days;
  if (files === 0) {
    return [];
  }
  const bytesOfFile = rowsOfFile * assumptions.rowBytes;
  const seconds =
    (files * rowsOfFile * declared.convertMegabytes) / fileAssumptions.convertRowsPerSecond / 1_024;
  const partsOfFile = Math.ceil(bytesOfFile / declared.partBytes);
  const transitions =
    files * (fileAssumptions.transitionsPerFile + fileAssumptions.transitionsPerPart * partsOfFile);
  const writesOfFile =
    fileAssumptions.writesPerFile +
    fileAssumptions.writesPerObject * Math.ceil(rowsOfFile / fileAssumptions.objectRows);
  const stored = (files * bytesOfFile) / 1e9;
  return [
    {
      service: "Files, Lambda",
      what: `${amount(files)} files, ${amount(seconds)} GB-seconds`,
      usd: seconds * prices.lambdaGigabyteSeconds.usd,
    },
    {
      service: "Files, others",
      what: `${amount(transitions)} transitions, ${amount(files * writesOfFile)} writes, ${amount(stored)} GB`,
      usd:
        (transitions / 1_000) * prices.transitions.usd +
        ((files * writesOfFile) / 1_000) * prices.s3Put.usd +
        stored * prices.s3Storage.usd,
    },
  ];
}
