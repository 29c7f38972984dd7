import { GetObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { s3 } from "../aws/s3.ts";

/** Returns the origin of a bucket's signed links, which depends on region, endpoint and the bucket's name. */
export async function originOfLinks(bucket: string): Promise<string> {
  const link = await getSignedUrl(s3, new GetObjectCommand({ Bucket: bucket, Key: "any" }));
  return new URL(link).origin;
}
