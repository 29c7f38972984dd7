import { exportPrefix } from "@ashiato/core/export-keys";
import { deliveryPrefix, feedPrefix } from "@ashiato/core/feed-keys";
import { intakePrefix, uploadPrefix } from "@ashiato/core/intake-keys";
import { rejectedPrefix } from "@ashiato/core/rejected-keys";
import {
  batchPrefix,
  claimPrefix,
  drainPrefix,
  reconciliationPrefix,
  runPrefix,
} from "@ashiato/core/run-keys";
import {
  changesPrefix,
  liveExportPrefix,
  newestPrefix,
  snapshotsPrefix,
  tracksPrefix,
} from "@ashiato/core/live-keys";
import { withdrawnPrefix } from "@ashiato/core/withdrawal-keys";
import { api } from "./api.ts";
import { retention } from "./settings.ts";

/**
 * Everything on its way to an export: the inbox, the external table's files, rejected data, and the records
 * of runs.
 */
export const lake = new sst.aws.Bucket("Lake", {
  // A work object that `distribute` deleted by mistake still exists as an old version.
  versioning: true,
  cors: false,
  lifecycle: [
    { id: "rejected", prefix: rejectedPrefix, expiresIn: retention.rejected },
    { id: "withdrawn", prefix: withdrawnPrefix, expiresIn: retention.withdrawn },
    { id: "intake", prefix: intakePrefix, expiresIn: retention.intake },
    { id: "uploads", prefix: uploadPrefix, expiresIn: retention.intake },
    { id: "runs", prefix: runPrefix, expiresIn: retention.runs },
    { id: "reconciliations", prefix: reconciliationPrefix, expiresIn: retention.runs },
    { id: "batches", prefix: batchPrefix, expiresIn: retention.runs },
    // What a drain that failed or was killed has received is back on the queue after minutes.
    { id: "drains", prefix: drainPrefix, expiresIn: retention.drains },
    // Merged into the positions within the hour.
    { id: "newest", prefix: newestPrefix, expiresIn: retention.live },
    { id: "tracks", prefix: tracksPrefix, expiresIn: retention.live },
    // A connection, which begins with a snapshot, lasts two hours.
    { id: "snapshots", prefix: snapshotsPrefix, expiresIn: retention.live },
    { id: "changes", prefix: changesPrefix, expiresIn: retention.live },
    // Copied to where the client finds it, minutes after the UNLOAD.
    { id: "feed-unloads", prefix: feedPrefix, expiresIn: retention.feedUnloads },
    // By then a claim's run has published its version or never will, and the highest version has its export.
    { id: "claims", prefix: claimPrefix, expiresIn: retention.runs },
  ],
  transform: { lifecycle: keepDeletedVersions },
});

/** Files that are to be taken in, in a folder for each client. */
export const inbox = new sst.aws.Bucket("Inbox", {
  // A file that was overwritten before it was read can be brought back.
  versioning: true,
  // The console uploads files by signed links, which name these headers.
  cors: {
    allowOrigins: [api.url],
    allowMethods: ["PUT"],
    allowHeaders: ["Content-Type", "If-None-Match", "X-Amz-Checksum-Sha256"],
    exposeHeaders: ["ETag"],
    maxAge: "1 hour",
  },
  lifecycle: [{ id: "files", expiresIn: retention.inbox }],
  transform: { lifecycle: keepDeletedVersions },
});

/** The exports that analysts download. */
export const downloads = new sst.aws.Bucket("Downloads", {
  versioning: true,
  // The page at /docs follows a redirect to a signed link, and the console reads parts of Parquet files.
  cors: {
    allowOrigins: [api.url],
    allowMethods: ["GET", "HEAD"],
    allowHeaders: ["Range"],
    exposeHeaders: ["Content-Disposition", "Content-Length", "Content-Range", "Accept-Ranges", "ETag"],
    maxAge: "1 hour",
  },
  lifecycle: [
    { id: "exports", prefix: exportPrefix, expiresIn: retention.exports },
    { id: "feeds", prefix: feedPrefix, expiresIn: retention.exports },
    { id: "deliveries", prefix: deliveryPrefix, expiresIn: retention.exports },
    { id: "live-exports", prefix: liveExportPrefix, expiresIn: retention.liveExports },
  ],
  transform: { lifecycle: keepDeletedVersions },
});

function keepDeletedVersions(args: aws.s3.BucketLifecycleConfigurationArgs): void {
  args.rules = $output(args.rules).apply((rules) => [
    ...(rules ?? []),
    {
      id: "deleted-versions",
      status: "Enabled",
      filter: { prefix: "" },
      // The delete marker that remains when an object's last version is gone would stay forever.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManagingDelMarkers.html
      expiration: { expiredObjectDeleteMarker: true },
      noncurrentVersionExpiration: { noncurrentDays: retention.deletedVersionsDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: retention.incompleteUploadsDays },
    },
  ]);
}
