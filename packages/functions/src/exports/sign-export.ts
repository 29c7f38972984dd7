import type { Export } from "@ashiato/core/api/schemas";
import { downloadName } from "@ashiato/core/download-name";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { Resource } from "sst";
import { s3 } from "../aws/s3.ts";
import type { FoundExport } from "../batch/find-exports.ts";

/**
 * Returns an export as the API shows it, with a newly signed link for each file. A link signed with a role's
 * credentials expires with them, if that is sooner:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html
 */
export async function signExport(bucket: string, { document, current }: FoundExport): Promise<Export> {
  const { linkLifetimeSeconds } = Resource.Settings;
  // Signatures have a resolution of one second.
  const signingDate = new Date(Math.floor(Date.now() / 1000) * 1000);
  const expiresAt = new Date(signingDate.getTime() + linkLifetimeSeconds * 1000).toISOString();
  const files = document.files.map(async ({ key, rows, bytes, sha256 }, index) => {
    const name = downloadName(document, index);
    const get = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename="${name}"`,
      ResponseContentType: "text/csv; charset=utf-8",
    });
    const url = await getSignedUrl(s3, get, { expiresIn: linkLifetimeSeconds, signingDate });
    return { name, rows, bytes, sha256, url, expiresAt };
  });
  return { ...document, current, files: await Promise.all(files) };
}
