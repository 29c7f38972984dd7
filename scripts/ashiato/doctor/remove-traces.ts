import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  paginateListObjectsV2,
  S3Client,
} from "@aws-sdk/client-s3";
import { exportDatePrefix } from "@ashiato/core/export-keys";
import { rejectedFolder } from "@ashiato/core/rejected-keys";
import { claimDatePrefix, pendingDatePrefix } from "@ashiato/core/run-keys";
import { partitionPrefix } from "@ashiato/core/store-keys";
import { counted } from "../../terminal/counted.ts";
import type { CommandStage } from "../stage.ts";
import type { StoredReport } from "./find-stored.ts";

type Place = { bucket: string; prefix: string };

/**
 * Removes the traces of marked reports, including earlier ones, with every old version: everything under
 * their date, which no other report has, and the work object if it held nothing else. Returns what was done.
 * Throws an Error for an object that S3 does not delete.
 *
 * Must be called after the run has succeeded: by then the inputs of its batches are deleted, so that an
 * attempt that was presumed dead finds no input and overwrites nothing. The run's own records (`runs/`,
 * `batches/`) hold only counts, and expire.
 */
export async function removeTraces(
  stage: Pick<CommandStage, "lakeBucket" | "downloadsBucket">,
  date: string,
  stored: StoredReport | undefined,
): Promise<string> {
  const { lakeBucket: lake, downloadsBucket: downloads } = stage;
  const places: Place[] = [
    { bucket: downloads, prefix: exportDatePrefix(date) },
    { bucket: lake, prefix: partitionPrefix(date) },
    { bucket: lake, prefix: pendingDatePrefix(date) },
    { bucket: lake, prefix: `${rejectedFolder("conflicts")}dt=${date}/` },
    { bucket: lake, prefix: claimDatePrefix(date) },
  ];
  if (stored?.isAlone) {
    places.push({ bucket: stored.bucket, prefix: stored.key });
  }
  const s3 = new S3Client({});
  try {
    let removed = 0;
    for (const place of places) {
      removed += await removeCurrent(s3, place);
      removed += await removeVersions(s3, place);
    }
    const shared =
      stored === undefined || stored.isAlone
        ? ""
        : `; an old version of s3://${stored.bucket}/${stored.key}, which holds other reports too, goes with the bucket's own rule`;
    return `${counted(removed, "object")} and old versions of it are removed${shared}`;
  } finally {
    s3.destroy();
  }
}

/** Returns how many objects were deleted. In a versioned bucket, this leaves delete markers. */
async function removeCurrent(s3: S3Client, { bucket, prefix }: Place): Promise<number> {
  let removed = 0;
  const pages = paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix });
  for await (const { Contents = [] } of pages) {
    await remove(
      s3,
      bucket,
      Contents.map(({ Key }) => ({ Key })),
    );
    removed += Contents.length;
  }
  return removed;
}

async function removeVersions(s3: S3Client, { bucket: Bucket, prefix: Prefix }: Place): Promise<number> {
  let removed = 0;
  for (;;) {
    // The listed objects are deleted before the next page, so the next page is always the first.
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix }),
    );
    const all = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    await remove(
      s3,
      Bucket,
      all.map(({ Key, VersionId }) => ({ Key, VersionId })),
    );
    removed += all.length;
    if (page.IsTruncated !== true) {
      return removed;
    }
  }
}

async function remove(s3: S3Client, Bucket: string, Objects: ObjectIdentifier[]): Promise<void> {
  if (Objects.length === 0) {
    return;
  }
  const { Errors = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors;
  if (first !== undefined) {
    throw new Error(
      `s3://${Bucket}/${first.Key} is not deleted: ${first.Code} ${first.Message}, and ${Errors.length - 1} more`,
    );
  }
}
