import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { partitionPrefix } from "@ashiato/core/store-keys";
import { workPrefix } from "@ashiato/core/work-keys";

const unzip = promisify(gunzip);

/** The clocks of S3 and of this machine may differ by this much. */
const maxSkewMilliseconds = 300_000;

export type StoredReport = {
  bucket: string;
  key: string;
  /** True if the object holds this report and nothing else. */
  isAlone: boolean;
};

export type Wanted = {
  reportId: string;
  /** When it was sent, in milliseconds since 1970: no older object can hold it. */
  since: number;
  /** Its business date. */
  date: string;
};

/**
 * Returns the object that holds a report: in the inbox, or in the table if a run has already taken it from
 * there. Returns undefined if neither holds it.
 */
export async function findStored(bucket: string, wanted: Wanted): Promise<StoredReport | undefined> {
  const s3 = new S3Client({});
  try {
    for (const prefix of [workPrefix, partitionPrefix(wanted.date)]) {
      for await (const { Contents = [] } of paginateListObjectsV2(
        { client: s3 },
        { Bucket: bucket, Prefix: prefix },
      )) {
        const newer = Contents.filter(
          ({ LastModified }) => (LastModified?.getTime() ?? 0) >= wanted.since - maxSkewMilliseconds,
        );
        for (const { Key: key = "" } of newer) {
          const lines = await linesOf(s3, { bucket, key });
          if (lines.some((line) => line.includes(wanted.reportId))) {
            return { bucket, key, isAlone: lines.length === 1 };
          }
        }
      }
    }
    return undefined;
  } finally {
    s3.destroy();
  }
}

/** Returns no lines for an object that a run has taken in the meantime. */
async function linesOf(s3: S3Client, { bucket, key }: { bucket: string; key: string }): Promise<string[]> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const bytes = await Body?.transformToByteArray();
    const text = (await unzip(bytes ?? new Uint8Array())).toString("utf8");
    return text.split("\n").filter((line) => line !== "");
  } catch (error) {
    if (error instanceof NoSuchKey) {
      return [];
    }
    throw error;
  }
}
