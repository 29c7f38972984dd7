import { GetObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { type ExportDocument, exportDocumentSchema } from "@ashiato/core/export-document";
import { exportPrefix, parseExportDocumentKey } from "@ashiato/core/keys";
import type { FetchedExport } from "./check-exports.ts";
import { type Download, downloadExport } from "./download-export.ts";

/** Fetches the current export of every business date that has one, oldest date first. */
export async function fetchExports(download: Download): Promise<FetchedExport[]> {
  const s3 = new S3Client({});
  try {
    const fetched: FetchedExport[] = [];
    for (const document of await listExports(s3, download.bucket)) {
      const { date, version, rows, bytes, timeZone } = document;
      fetched.push({
        date,
        version,
        rows,
        bytes,
        timeZone,
        path: await downloadExport(s3, document, download),
      });
    }
    return fetched;
  } finally {
    s3.destroy();
  }
}

/** The newest version of each date. An export exists when its `export.json` does. */
async function listExports(s3: S3Client, bucket: string): Promise<ExportDocument[]> {
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
