import {
  batchPrefix,
  claimPrefix,
  drainPrefix,
  exportPrefix,
  rejectedPrefix,
  runPrefix,
} from "@ashiato/core/keys";
import { api } from "./api.ts";
import { retention } from "./settings.ts";

/**
 * Everything on its way to an export: the inbox, the external table's files, rejected rows, and what runs
 * leave behind.
 */
export const lake = new sst.aws.Bucket("Lake", {
  // A work object that `distribute` deleted by mistake is still there as an old version.
  versioning: true,
  cors: false,
  lifecycle: [
    { id: "rejected", prefix: rejectedPrefix, expiresIn: retention.rejected },
    { id: "runs", prefix: runPrefix, expiresIn: retention.runs },
    { id: "batches", prefix: batchPrefix, expiresIn: retention.runs },
    // What a drain that failed or was killed has received is back on the queue after minutes.
    { id: "drains", prefix: drainPrefix, expiresIn: retention.drains },
    // By then the run of a claim has published it or never will, and the highest version has its export.
    { id: "claims", prefix: claimPrefix, expiresIn: retention.runs },
  ],
  transform: { lifecycle: keepDeletedVersions },
});

/** The exports that analysts download. */
export const downloads = new sst.aws.Bucket("Downloads", {
  versioning: true,
  // The page at /docs follows a redirection to a signed link, which is all that a browser needs to read here.
  cors: {
    allowOrigins: [api.url],
    allowMethods: ["GET"],
    allowHeaders: [],
    exposeHeaders: ["Content-Disposition"],
    maxAge: "1 hour",
  },
  lifecycle: [{ id: "exports", prefix: exportPrefix, expiresIn: retention.exports }],
  transform: { lifecycle: keepDeletedVersions },
});

function keepDeletedVersions(args: aws.s3.BucketLifecycleConfigurationArgs): void {
  args.rules = $output(args.rules).apply((rules) => [
    ...(rules ?? []),
    {
      id: "deleted-versions",
      status: "Enabled",
      filter: { prefix: "" },
      // What is left of a deleted object when its last version is gone would stay for ever.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManagingDelMarkers.html
      expiration: { expiredObjectDeleteMarker: true },
      noncurrentVersionExpiration: { noncurrentDays: retention.deletedVersionsDays },
      abortIncompleteMultipartUpload: { daysAfterInitiation: retention.incompleteUploadsDays },
    },
  ]);
}
