import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { CopyObjectCommand, PutObjectCommand, S3ServiceException } from "@aws-sdk/client-s3";
import type { Feed } from "@ashiato/core/clients/feed";
import { readFeedBuckets } from "@ashiato/core/clients/feed-buckets";
import { feedFileName, feedManifestName } from "@ashiato/core/clients/feed-file-name";
import type { Delivery, DeliveryManifest } from "@ashiato/core/feeds/delivery";
import { feedPlace } from "@ashiato/core/feed-keys";
import { Resource } from "sst";
import { s3 } from "../aws/s3.ts";
import { parquetWithoutRows } from "../batch/parquet-rows.ts";
import { FunctionError } from "../errors.ts";
import type { FeedFile } from "./inspect-feed-files.ts";

/** Where a feed's files lie; `owner` is the account that must have the bucket, unless it is the stage's. */
export type Destination = { bucket: string; prefix: string; owner: string | undefined };

/** Refusals that the same request would meet again: of the bucket's policy, or as there is no such bucket. */
const refusals = new Set([301, 403, 404]);

/** Returns where a feed's files lie. Throws FeedRefused for a bucket that the settings do not name. */
export function destinationOf(client: string, { bucket, prefix }: Feed): Destination {
  if (bucket === undefined) {
    return { bucket: Resource.Downloads.name, prefix: feedPlace(client, prefix), owner: undefined };
  }
  const opened = readFeedBuckets(Resource.Settings.feedBuckets).find((each) => each.bucket === bucket);
  if (opened === undefined) {
    throw new FunctionError(
      "FeedRefused",
      `The bucket ${bucket} is not opened to this stage: ASHIATO_FEED_BUCKETS does not name it`,
    );
  }
  return { bucket, prefix, owner: opened.account };
}

type Writing = {
  definition: Feed;
  date: string;
  version: number;
  destination: Destination;
  files: readonly FeedFile[];
};

/**
 * Copies files to the destination, each at once or not at all. A feed without rows, for which UNLOAD writes
 * no file, is one with the columns alone. Throws FeedRefused.
 */
export async function writeFiles({
  definition,
  date,
  version,
  destination,
  files,
}: Writing): Promise<Delivery["files"]> {
  const written: Delivery["files"] = [];
  const placeOf = (part: number) => {
    const name = feedFileName(definition, { date, version }, part);
    return { key: destination.prefix + name, name };
  };
  for (const [index, { key: source, ...found }] of files.entries()) {
    const place = placeOf(index + 1);
    await refusedBy(destination, place.key, () =>
      s3.send(
        new CopyObjectCommand({
          Bucket: destination.bucket,
          Key: place.key,
          CopySource: `${Resource.Lake.name}/${source.split("/").map(encodeURIComponent).join("/")}`,
          ExpectedBucketOwner: destination.owner,
        }),
      ),
    );
    written.push({ ...place, ...found });
  }
  if (written.length === 0) {
    const place = placeOf(1);
    const Body = fileWithoutRows(definition);
    await put(destination, place.key, Body);
    const sha256 = createHash("sha256").update(Body).digest("hex");
    written.push({ ...place, rows: 0, bytes: Body.length, sha256 });
  }
  return written;
}

function fileWithoutRows({ format, columns, compression }: Feed): Buffer {
  if (format === "PARQUET") {
    return Buffer.from(parquetWithoutRows(columns));
  }
  const header = Buffer.from(`${columns.join(",")}\n`);
  return compression === "gzip" ? gzipSync(header) : header;
}

/** Writes what was delivered beside its files, after them. Throws FeedRefused. */
export async function writeManifest(
  destination: Destination,
  definition: Feed,
  { ofRows: _ofRows, ...delivery }: Delivery,
): Promise<void> {
  await put(
    destination,
    destination.prefix + feedManifestName(definition, delivery),
    Buffer.from(JSON.stringify(delivery satisfies DeliveryManifest)),
  );
}

async function put(destination: Destination, Key: string, Body: Buffer): Promise<void> {
  const { bucket, owner } = destination;
  await refusedBy(destination, Key, () =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ExpectedBucketOwner: owner })),
  );
}

async function refusedBy(
  { bucket, owner }: Destination,
  key: string,
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (
      owner === undefined ||
      !(cause instanceof S3ServiceException) ||
      !refusals.has(cause.$metadata.httpStatusCode ?? 0)
    ) {
      throw cause;
    }
    throw new FunctionError(
      "FeedRefused",
      `s3://${bucket}/${key} was refused: ${cause.name}: ${cause.message}. Account ${owner} must have the bucket, and its policy allow s3:PutObject to the role of DeliverFeed`,
      { cause },
    );
  }
}
