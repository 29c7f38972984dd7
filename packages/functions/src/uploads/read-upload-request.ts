import { type UploadRequest, uploadRequestSchema } from "@ashiato/core/api/upload-schemas";
import { maxPutBytes } from "@ashiato/core/file-intake/upload-record";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { RequestError } from "../errors.ts";
import { readRequest } from "../http/read-request.ts";

/** Reads the body of `POST /v1/uploads`. Throws RequestError for one that is not valid. */
export async function readUploadRequest(event: APIGatewayProxyEventV2): Promise<UploadRequest> {
  const request = await readRequest(event, uploadRequestSchema);
  if (request.sha256 !== undefined && request.bytes > maxPutBytes) {
    throw new RequestError(
      "InvalidBody",
      `sha256 must be absent for a file of more than ${maxPutBytes} bytes: S3 does not check it of a file in parts`,
    );
  }
  return request;
}
