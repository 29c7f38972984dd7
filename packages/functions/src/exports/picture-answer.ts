import { gunzipSync } from "node:zlib";
import type { ExportDocument } from "@ashiato/core/export-document";
import { pictureKey } from "@ashiato/core/export-keys";
import { findGzip } from "../aws/gzip-objects.ts";
import { RequestError } from "../errors.ts";
import type { Answer } from "../http/answer.ts";

/**
 * Returns the picture of a version, as it is stored if the request accepts gzip. Throws RequestError NotFound
 * if the version has none.
 */
export async function pictureAnswer(
  bucket: string,
  document: ExportDocument,
  acceptEncoding: string | undefined,
): Promise<Answer> {
  const { date, version, parquet, removedAt } = document;
  const body = removedAt === undefined ? await findGzip(bucket, pictureKey(document)) : undefined;
  if (body === undefined) {
    throw new RequestError("NotFound", `Version ${version} of ${date} has no picture: ${reason()}`);
  }
  const headers = {
    "content-type": "application/json",
    "cache-control": "no-store",
    vary: "accept-encoding",
  };
  return acceptsGzip(acceptEncoding)
    ? {
        statusCode: 200,
        headers: { ...headers, "content-encoding": "gzip" },
        body: body.toString("base64"),
        isBase64Encoded: true,
      }
    : { statusCode: 200, headers, body: gunzipSync(body).toString() };

  function reason(): string {
    if (removedAt !== undefined) {
      return `its files were removed at ${removedAt}`;
    }
    return parquet === undefined
      ? "it was exported without Parquet"
      : "one is drawn within minutes of a version, unless that is turned off or a newer version came first";
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
function acceptsGzip(header = ""): boolean {
  return header
    .split(",")
    .some(
      (each) => /^(?:gzip|\*)$/i.test(each.split(";")[0]?.trim() ?? "") && !/;\s*q=0(?:\.0*)?\s*$/.test(each),
    );
}
