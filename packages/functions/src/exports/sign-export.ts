import type { Export } from "@ashiato/core/api/schemas";
import { downloadName, supplementName } from "@ashiato/core/download-name";
import { countLateRows, type Supplement } from "@ashiato/core/export-document";
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
export async function signExport(
  bucket: string,
  { document, supplements, current }: FoundExport,
): Promise<Export> {
  const sign = signer(bucket);
  const { indexed: _indexed, ...shown } = document;
  const isThere = document.removedAt === undefined;
  const files = isThere ? document.files : [];
  return {
    ...shown,
    current,
    files: await Promise.all(files.map((file, index) => sign(file, downloadName(document, index)))),
    lateRows: countLateRows(supplements),
    supplements: isThere ? await Promise.all(supplements.map((each) => signSupplement(sign, each))) : [],
  };
}

async function signSupplement(sign: Sign, supplement: Supplement): Promise<Export["supplements"][number]> {
  const { number, run, rows, conflicts, createdAt, completeThrough, file } = supplement;
  const signed = await sign(file, supplementName(supplement));
  return { number, run, rows, conflicts, createdAt, completeThrough, file: signed };
}

type Sign = (file: Supplement["file"], name: string) => Promise<Export["files"][number]>;

function signer(bucket: string): Sign {
  const { linkLifetimeSeconds } = Resource.Settings;
  // Signatures have a resolution of one second.
  const signingDate = new Date(Math.floor(Date.now() / 1000) * 1000);
  const expiresAt = new Date(signingDate.getTime() + linkLifetimeSeconds * 1000).toISOString();
  return async ({ key, rows, bytes, sha256 }, name) => {
    const get = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ResponseContentDisposition: `attachment; filename="${name}"`,
      ResponseContentType: "text/csv; charset=utf-8",
    });
    const url = await getSignedUrl(s3, get, { expiresIn: linkLifetimeSeconds, signingDate });
    return { name, rows, bytes, sha256, url, expiresAt };
  };
}
