import { type AsyncBuffer, parquetMetadataAsync, type ParquetParsers, parquetScan } from "hyparquet";

/**
 * A device's rows of a day by time, a list for each column. A number that a row lacks is NaN.
 */
export type Track = {
  device: string;
  /** Milliseconds since 1970. */
  times: Float64Array;
  latitudes: Float64Array;
  longitudes: Float64Array;
  speeds: Float64Array;
  accuracies: Float64Array;
  batteries: Float64Array;
  qualities: string[];
  sources: string[];
};

const columns = [
  "recorded_at",
  "latitude",
  "longitude",
  "speed_mps",
  "accuracy_m",
  "battery",
  "quality",
  "source",
] as const;

/** The footer of a file of 256 MB with eight row groups takes some 20 KB. */
const footerBytes = 65_536;

/** Times as numbers: half a million Dates would take longer than all the rest. */
const parsers: Partial<ParquetParsers> = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: (microseconds: bigint) => Number(microseconds) / 1_000,
  timestampFromNanoseconds: (nanoseconds: bigint) => Number(nanoseconds / 1_000n) / 1_000,
};

type Part = { length: number; values: ReadonlyMap<string, ArrayLike<unknown>> };

/**
 * Returns the rows of a device. Of each file it reads the footer, the ids of the row groups whose statistics
 * may hold the device, and the other columns where they do. The files are ordered by device and time, so a
 * device's rows are one range of a row group.
 */
export async function readTrack(files: readonly AsyncBuffer[], device: string): Promise<Track> {
  const parts = await Promise.all(files.map((file) => readFile(file, device)));
  return { device, ...joined(parts.flat()) };
}

async function readFile(file: AsyncBuffer, device: string): Promise<Part[]> {
  const metadata = await parquetMetadataAsync(file, { parsers, initialFetchSize: footerBytes });
  const scan = await parquetScan({
    file,
    metadata,
    parsers,
    columns: ["device_id", ...columns],
    pruningFilter: { device_id: { $eq: device } },
    usePageIndex: true,
  });
  const parts: Part[] = [];
  for (const range of scan.ranges) {
    const ids = await scan.readColumn({ column: "device_id", ...range });
    const rowStart = range.rowStart + firstAt(ids, (id) => id >= device);
    const rowEnd = range.rowStart + firstAt(ids, (id) => id > device);
    if (rowEnd > rowStart) {
      const values = await Promise.all(
        columns.map(async (column) => [column, await scan.readColumn({ column, rowStart, rowEnd })] as const),
      );
      parts.push({ length: rowEnd - rowStart, values: new Map(values) });
    }
  }
  return parts;
}

/** Returns the index of the first id of an ordered list that is past a bound. */
function firstAt(ids: ArrayLike<unknown>, isPast: (id: string) => boolean): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(String(ids[middle]))) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/** Late rows lie in files of their own, and clients may have devices of one name: all are ordered by time. */
function joined(parts: readonly Part[]): Omit<Track, "device"> {
  const rows = parts.flatMap((part) => Array.from({ length: part.length }, (_, index) => ({ part, index })));
  const timeOf = ({ part, index }: (typeof rows)[number]) => Number(part.values.get("recorded_at")?.[index]);
  rows.sort((one, other) => timeOf(one) - timeOf(other));
  const numbers = (column: (typeof columns)[number]) =>
    Float64Array.from(rows, ({ part, index }) => numberOf(part.values.get(column)?.[index]));
  const texts = (column: (typeof columns)[number]) =>
    rows.map(({ part, index }) => {
      const value = part.values.get(column)?.[index];
      return typeof value === "string" ? value : "";
    });
  return {
    times: numbers("recorded_at"),
    latitudes: numbers("latitude"),
    longitudes: numbers("longitude"),
    speeds: numbers("speed_mps"),
    accuracies: numbers("accuracy_m"),
    batteries: numbers("battery"),
    qualities: texts("quality"),
    sources: texts("source"),
  };
}

function numberOf(value: unknown): number {
  return value === null || value === undefined ? Number.NaN : Number(value);
}
