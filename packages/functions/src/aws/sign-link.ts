import { GetObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Resource } from "sst";
import { s3 } from "./s3.ts";

/** A link to an object, which anyone who has it may follow until it expires. */
export type SignedLink = { url: string; expiresAt: string };

/** An object, with the name under which it is saved and its media type. */
type Linked = { key: string; name: string; type: string };

/**
 * Returns what signs links to objects of a bucket, all from the same moment on. A link signed with a role's
 * credentials expires with them, if that is sooner:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export function linkSigner(bucket: string): (linked: Linked) => Promise<SignedLink> {
  const { linkLifetimeSeconds } = Resource.Settings;
  // Signatures have a resolution of one second.
  const signingDate = new Date(Math.floor(Date.now() / 1000) * 1000);
  const expiresAt = new Date(signingDate.getTime() + linkLifetimeSeconds * 1000).toISOString();
  return async ({ key, name, type }) => {
    const get = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename="${name}"`,
      ResponseContentType: type,
    });
    return { url: await getSignedUrl(s3, get, { expiresIn: linkLifetimeSeconds, signingDate }), expiresAt };
  };
}
