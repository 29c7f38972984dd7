import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { type ExportDocument, exportDocumentSchema } from "@ashiato/core/export-document";
import { exportPrefix, parseExportDocumentKey } from "@ashiato/core/keys";

/** The current export of every business date that has one, oldest date first. An export exists when its `export.json` does. */
export async function listExports(s3: S3Client, bucket: string): Promise<ExportDocument[]> {
  const newest = new Map<string, ExportDocument>();
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: exportPrefix })) {
    for (const { Key = "" } of page.Contents ?? []) {
      if (parseExportDocumentKey(Key) !== undefined) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
        const document = exportDocumentSchema.parse(JSON.parse((await Body?.transformToString()) ?? ""));
        if (document.version > (newest.get(document.date)?.version ?? 0)) {
          newest.set(document.date, document);
        }
      }
    }
  }
  return [...newest.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}
