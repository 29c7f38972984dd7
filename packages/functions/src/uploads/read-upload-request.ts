import { type UploadRequest, uploadRequestSchema } from "@ashiato/core/api/upload-schemas";
import { maxPutBytes } from "@ashiato/core/file-intake/upload-record";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { RequestError } from "../errors.ts";
import { parseJson, readBody } from "../http/read-body.ts";

/** Reads the body of `POST /v1/uploads`. Throws RequestError for one that is not valid. */
export async function readUploadRequest(event: APIGatewayProxyEventV2): Promise<UploadRequest> {
  const parsed = uploadRequestSchema.safeParse(parseJson(await readBody(event)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new RequestError(
      "InvalidBody",
      `The body must be {"name", "bytes", "contentType"?, "sha256"?, "client"?}: ${`${issue?.path.join(".")} ${issue?.message}`.trim()}`,
    );
  }
  if (parsed.data.sha256 !== undefined && parsed.data.bytes > maxPutBytes) {
    throw new RequestError(
      "InvalidBody",
      `sha256 must be absent for a file of more than ${maxPutBytes} bytes: S3 does not check it of a file in parts`,
    );
  }
  return parsed.data;
}
