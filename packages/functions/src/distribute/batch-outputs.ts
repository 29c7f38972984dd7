import type { BatchResult } from "@ashiato/core/daily-batch/batch";
import { rejectedRowsKey } from "@ashiato/core/rejected-keys";
import { storeKey } from "@ashiato/core/store-keys";
import { stringify } from "csv-stringify/sync";
import { FunctionError } from "../errors.ts";
import { GzipUpload } from "../aws/gzip-upload.ts";
import type { RowSink } from "./split-rows.ts";

/** Each date has its own upload, which takes a few megabytes of memory; a late window of a month needs 32. */
const maxDates = 400;
/** The length of `dt` and its comma, which the files omit: the partition gives the date of all their rows. */
const dateFieldLength = "yyyy-MM-dd,".length;

const rejectedHeader = stringify([["key", "reason", "row"]]);

type Partition = { upload: GzipUpload; rows: number };

/**
 * The files that a batch writes: one for each business date that it touches, and one for the rows that cannot
 * be used.
 */
export class BatchOutputs {
  readonly #bucket: string;
  readonly #batch: string;
  readonly #partitions = new Map<string, Partition>();
  /** Rejected rows by reason: there are as many reasons as columns, and a few more. */
  readonly #rejectedByReason = new Map<string, number>();
  #rejected: GzipUpload | undefined;

  constructor(bucket: string, batch: string) {
    this.#bucket = bucket;
    this.#batch = batch;
  }

  /** Returns the sink for one work object. Its methods throw TooManyDates. */
  sink(key: string): RowSink {
    return {
      piece: ({ date, rows, ...piece }) => {
        const partition = this.#partition(date);
        partition.rows += rows;
        partition.upload.appendPiece(piece);
      },
      row: (date, bytes, { start, end }) => {
        const partition = this.#partition(date);
        partition.rows += 1;
        partition.upload.append(bytes, start + dateFieldLength, end);
      },
      reject: (line, { reason, text }) => {
        this.#rejectedByReason.set(reason, (this.#rejectedByReason.get(reason) ?? 0) + 1);
        this.#rejected ??= openRejected(this.#bucket, this.#batch);
        this.#rejected.appendText(stringify([[key, text, line.toString("utf8")]]));
      },
    };
  }

  /** Passes on the gathered lines; resolves when there is room for more. */
  async flush(): Promise<void> {
    for (const upload of this.#uploads()) {
      await upload.flush();
    }
  }

  /** Ends every file; resolves when S3 has all of them. */
  async finish(): Promise<Pick<BatchResult, "dates" | "rowsWritten" | "rowsRejected" | "rejectedByReason">> {
    await this.#rejected?.finish();
    const dates: BatchResult["dates"] = [];
    for (const [date, { upload, rows }] of [...this.#partitions].toSorted(byDate)) {
      dates.push({ date, rows, key: storeKey(date, this.#batch), bytes: await upload.finish() });
    }
    const rowsWritten = dates.reduce((sum, { rows }) => sum + rows, 0);
    const rowsRejected = [...this.#rejectedByReason.values()].reduce((sum, rows) => sum + rows, 0);
    return {
      dates,
      rowsWritten,
      rowsRejected,
      ...(rowsRejected > 0 && { rejectedByReason: Object.fromEntries(this.#rejectedByReason) }),
    };
  }

  /** Abandons every unfinished file. */
  async abort(cause: Error): Promise<void> {
    await Promise.all(this.#uploads().map((upload) => upload.abort(cause)));
  }

  #uploads(): GzipUpload[] {
    const uploads = [...this.#partitions.values()].map(({ upload }) => upload);
    return this.#rejected === undefined ? uploads : [...uploads, this.#rejected];
  }

  #partition(date: string): Partition {
    const known = this.#partitions.get(date);
    if (known !== undefined) {
      return known;
    }
    if (this.#partitions.size === maxDates) {
      throw new FunctionError(
        "TooManyDates",
        `Batch ${this.#batch} touches more than ${maxDates} business dates`,
      );
    }
    const partition = { upload: new GzipUpload(this.#bucket, storeKey(date, this.#batch)), rows: 0 };
    this.#partitions.set(date, partition);
    return partition;
  }
}

function openRejected(bucket: string, batch: string): GzipUpload {
  const upload = new GzipUpload(bucket, rejectedRowsKey(batch));
  upload.appendText(rejectedHeader);
  return upload;
}

function byDate([a]: [string, Partition], [b]: [string, Partition]): number {
  return a < b ? -1 : 1;
}
