import type { ShownDelivery } from "@ashiato/core/api/feed-schemas";
import type { Delivery } from "@ashiato/core/feeds/delivery";
import { Resource } from "sst";
import { linkSigner, type SignedLink } from "../aws/sign-link.ts";

type DeliveredFile = Delivery["files"][number];

/**
 * Returns a delivery as the API shows it: with newly signed links or, for a bucket of the client's own, with
 * the places of the files.
 */
export async function shownDelivery(delivery: Delivery): Promise<ShownDelivery> {
  const { client: _client, prefix: _prefix, bucket, files, ...shown } = delivery;
  const isOurs = bucket === Resource.Downloads.name;
  return {
    ...shown,
    files: await Promise.all(
      files.map(async (file) => {
        const { key, ...named } = file;
        return isOurs
          ? { ...named, ...(await signedFile(delivery, file)) }
          : { ...named, location: `s3://${bucket}/${key}` };
      }),
    ),
  };
}

/** Returns a newly signed link to a file of a delivery into the stage's own bucket. */
export function signedFile(
  { bucket, format, compression }: Delivery,
  { key, name }: DeliveredFile,
): Promise<SignedLink> {
  return linkSigner(bucket)({ key, name, type: mediaType(format, compression) });
}

function mediaType(format: Delivery["format"], compression: Delivery["compression"]): string {
  if (format === "PARQUET") {
    return "application/vnd.apache.parquet";
  }
  return compression === "gzip" ? "application/gzip" : "text/csv; charset=utf-8";
}
