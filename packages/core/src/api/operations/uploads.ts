import type { Example, Operation, Parameter } from "../operation.ts";
import { badRequest, notFound, problem, tooLarge, unsupportedMediaType } from "./common.ts";

const upload = "fe6a1b2c3d4e5f6071829304";
const summary = (status: string) => (times: Parameters<Example>[0]) => ({
  upload,
  client: "partner",
  name: "nightly.csv",
  bytes: 106,
  status,
  statusUrl: `${times.url}/v1/uploads/${upload}`,
  createdAt: new Date(Date.parse(times.time)).toISOString(),
  expiresAt: new Date(Date.parse(times.time) + 86_400_000).toISOString(),
});
const waiting: Example = (times) => ({
  ...summary("waiting")(times),
  put: {
    url: "https://ashiato-inbox.s3.ap-northeast-1.amazonaws.com/partner/nightly.csv?X-Amz-Expires=86400&X-Amz-Signature=4b1c",
    headers: { "content-length": "106", "content-type": "text/csv", "if-none-match": "*" },
  },
});
const noUpload = notFound('There is no upload "none"');
const path: Record<"upload", Parameter> = {
  upload: {
    description: "Id of the upload, or `newest` for the newest one",
    schema: { type: "string" },
    example: () => "newest",
  },
};

export const uploadOperations = {
  "POST /v1/uploads": {
    id: "startUpload",
    tag: "Files",
    summary: "Announce a file",
    description:
      "Returns a signed link to which the file is PUT, with the headers of the answer. A file of more than 100 MiB without `sha256`, or of more than 5 GiB, comes in parts. A file that has arrived is inspected, converted and registered by itself.",
    body: {
      contents: {
        "application/json": {
          schema: "UploadRequest",
          examples: {
            "A CSV": () => ({ name: "nightly.csv", bytes: 106, contentType: "text/csv", client: "partner" }),
          },
        },
      },
    },
    answers: {
      201: {
        description: "The file is waited for",
        headers: {
          location: {
            description: "URL of the upload, the same as `statusUrl`",
            schema: { type: "string", format: "uri" },
          },
        },
        schema: "Upload",
        example: waiting,
      },
      400: {
        description: "The body is not a valid upload request: the message says which part and why",
        schema: "Problem",
        example: problem("InvalidBody", "The body is not valid: bytes must be at least 1, got 0"),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/uploads": {
    id: "listUploads",
    tag: "Files",
    summary: "List uploads",
    description: "Lists the newest uploads with what became of them.",
    query: {
      limit: {
        description: "Maximum number of uploads",
        schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
      },
    },
    answers: {
      200: {
        description: "Uploads, newest first",
        schema: "UploadList",
        example: (times) => ({ uploads: [summary("waiting")(times)] }),
      },
      400: badRequest("limit must be at most 100, got 101"),
    },
  },
  "GET /v1/uploads/{upload}": {
    id: "getUpload",
    tag: "Files",
    summary: "Get what became of a file",
    description:
      "Returns whether the file has arrived, how far its conversion is, and how it ended. While the file is waited for, the links are signed anew, those of a large file only for the parts that are missing: so an upload that broke off is resumed.",
    path,
    answers: {
      200: { description: "The upload", schema: "Upload", example: waiting },
      404: noUpload,
    },
  },
  "POST /v1/uploads/{upload}/complete": {
    id: "completeUpload",
    tag: "Files",
    summary: "Put the parts of a file together",
    description:
      "Ends the upload of a file in parts, once all of them are there. Changes nothing for a file of one PUT.",
    path,
    answers: {
      200: { description: "The upload", schema: "Upload", example: waiting },
      404: noUpload,
      409: {
        description: "Parts are missing",
        schema: "Problem",
        example: problem("PartsMissing", "The upload lacks parts 1, 2, 3, 4"),
      },
    },
  },
} satisfies Record<string, Operation>;
