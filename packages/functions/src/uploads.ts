import { randomUUID } from "node:crypto";
import type { UploadList } from "@ashiato/core/api/upload-schemas";
import { stageItself } from "@ashiato/core/clients/rights";
import { newUploadId, uploadPartBytes, type UploadRecord } from "@ashiato/core/file-intake/upload-record";
import { uploadedFileKey, uploadRecordKey } from "@ashiato/core/intake-keys";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { Resource } from "sst";
import { writeJson } from "./aws/objects.ts";
import { RequestError } from "./errors.ts";
import { type Answer, answer, refuse } from "./http/answer.ts";
import { apiUrl } from "./http/api-url.ts";
import { sourceOf } from "./http/caller.ts";
import { countToday, limitUse } from "./http/limit-use.ts";
import { positiveInteger, refuseUnknown } from "./http/query.ts";
import { describeUpload, summarizeUpload } from "./uploads/describe-upload.ts";
import { readUploadRequest } from "./uploads/read-upload-request.ts";
import { beginParts, completeParts } from "./uploads/upload-in-parts.ts";
import { findUpload, listUploads } from "./uploads/upload-records.ts";

/** A link is a secret as long as it is valid. */
const notStored = { "cache-control": "no-store" };
const defaultUploads = 20;
const maxUploads = 100;
/** A file that has not arrived by then is not waited for. */
const waitMilliseconds = 24 * 3_600_000;
/** Whose a file is that names no client. */
const defaultClient = "api";

/** Serves `POST /v1/uploads`, `GET /v1/uploads`, `GET /v1/uploads/{upload}` and its `/complete`. */
export async function handler(event: APIGatewayProxyEventV2): Promise<Answer> {
  const measures = event.routeKey === "POST /v1/uploads" ? (["uploads"] as const) : [];
  return limitUse({ event, measures }, () => serve(event));
}

async function serve(event: APIGatewayProxyEventV2): Promise<Answer> {
  const query = event.queryStringParameters ?? {};
  try {
    switch (event.routeKey) {
      case "POST /v1/uploads":
        refuseUnknown(query, []);
        return await startUpload(event);
      case "GET /v1/uploads":
        refuseUnknown(query, ["limit"]);
        return await list(event);
      case "GET /v1/uploads/{upload}":
        refuseUnknown(query, []);
        return answer(200, await describe(event, await requireUpload(event)), notStored);
      case "POST /v1/uploads/{upload}/complete":
        refuseUnknown(query, []);
        return await complete(event);
      default:
        throw new Error(`Not a route of uploads: ${event.routeKey}`);
    }
  } catch (error) {
    return refuse(error, event.requestContext.requestId);
  }
}

async function startUpload(event: APIGatewayProxyEventV2): Promise<Answer> {
  const { name, bytes, contentType, sha256, client: named } = await readUploadRequest(event);
  const source = sourceOf(event);
  if (source !== undefined && named !== undefined && named !== source) {
    throw new RequestError(
      "InvalidBody",
      `client must be ${source}, whose key the request has, got ${JSON.stringify(named)}`,
    );
  }
  const client = source ?? named ?? defaultClient;
  const { timeEpoch } = event.requestContext;
  const id = newUploadId(timeEpoch, randomUUID().replaceAll("-", "").slice(0, 12));
  const key = uploadedFileKey({ client, id, name });
  const partBytes = uploadPartBytes(bytes, sha256 !== undefined);
  const record: UploadRecord = {
    id,
    client,
    name,
    bytes,
    contentType: contentType ?? null,
    sha256: sha256 ?? null,
    key,
    createdAt: new Date(timeEpoch).toISOString(),
    expiresAt: new Date(timeEpoch + waitMilliseconds).toISOString(),
    multipart: partBytes === undefined ? null : { uploadId: await beginParts(key, contentType), partBytes },
  };
  await countToday(event, { uploads: 1 });
  await writeJson(Resource.Lake.name, uploadRecordKey({ owner: ownerOf(event), id }), record);
  const upload = await describe(event, record);
  return answer(201, upload, { location: upload.statusUrl, ...notStored });
}

async function list(event: APIGatewayProxyEventV2): Promise<Answer> {
  const limit = positiveInteger(event.queryStringParameters ?? {}, "limit") ?? defaultUploads;
  if (limit > maxUploads) {
    throw new RequestError("InvalidParameter", `limit must be at most ${maxUploads}, got ${limit}`);
  }
  const records = await listUploads(Resource.Lake.name, ownerOf(event), limit);
  const found = await Promise.all(records.map((record) => summarizeUpload(record, urlsOf(event, record))));
  return answer(200, { uploads: found.map(({ summary }) => summary) } satisfies UploadList);
}

async function complete(event: APIGatewayProxyEventV2): Promise<Answer> {
  const record = await requireUpload(event);
  await completeParts(record);
  return answer(200, await describe(event, record), notStored);
}

/** A client sees its own uploads alone, and the stage's own token those that it announced. */
function ownerOf(event: APIGatewayProxyEventV2): string {
  return sourceOf(event) ?? stageItself;
}

async function requireUpload(event: APIGatewayProxyEventV2): Promise<UploadRecord> {
  const asked = event.pathParameters?.["upload"] ?? "";
  const found = await findUpload(Resource.Lake.name, ownerOf(event), asked);
  if (found === undefined) {
    throw new RequestError("NotFound", `There is no upload ${JSON.stringify(asked)}`);
  }
  return found;
}

function describe(event: APIGatewayProxyEventV2, record: UploadRecord): ReturnType<typeof describeUpload> {
  return describeUpload(record, urlsOf(event, record));
}

function urlsOf(event: APIGatewayProxyEventV2, { id }: UploadRecord): { statusUrl: string; now: number } {
  return { statusUrl: `${apiUrl(event)}/v1/uploads/${id}`, now: event.requestContext.timeEpoch };
}
