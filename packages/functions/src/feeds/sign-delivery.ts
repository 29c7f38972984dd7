import type { ShownDelivery } from "@ashiato/core/api/feed-schemas";
import type { Delivery } from "@ashiato/core/feeds/delivery";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { apiUrl } from "../http/api-url.ts";
import { hasLimitedDownloads } from "../http/caller.ts";
import { linkSigner, type SignedLink } from "../aws/sign-link.ts";

type DeliveredFile = Delivery["files"][number];

/**
 * Returns a delivery as the API shows it: with newly signed links, or for a client whose downloads are
 * limited with links to the route that counts them; for a bucket of the client's own, with the places of the
 * files. Without the rows of the date, most of which may be others'.
 */
export async function shownDelivery(
  event: APIGatewayProxyEventV2,
  delivery: Delivery,
): Promise<ShownDelivery> {
  const { client: _client, prefix: _prefix, ofRows: _ofRows, bucket, files, ...shown } = delivery;
  const isOurs = bucket === Resource.Downloads.name;
  const counted = `${apiUrl(event)}/v1/feeds/${delivery.feed}/${delivery.date}/file?version=${delivery.version}`;
  return {
    ...shown,
    files: await Promise.all(
      files.map(async (file, index) => {
        const { key, ...named } = file;
        return isOurs
          ? {
              ...named,
              ...(await signedFile(delivery, file)),
              ...(hasLimitedDownloads(event) && { url: `${counted}&file=${index + 1}` }),
            }
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
