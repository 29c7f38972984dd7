import type { Upload, UploadList } from "@ashiato/core/api/upload-schemas";
import { fileId } from "@ashiato/core/file-intake/arrived-file";
import { partResultSchema, type Receipt, receiptSchema } from "@ashiato/core/file-intake/receipt";
import type { UploadRecord } from "@ashiato/core/file-intake/upload-record";
import { intakePartsPrefix, intakeRowsPrefix, receiptKey } from "@ashiato/core/keys";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { Resource } from "sst";
import { findJson, isMissing, allKeys } from "../aws/objects.ts";
import { s3 } from "../aws/s3.ts";
import { signParts, signPut } from "./sign-upload.ts";
import { partsThere } from "./upload-in-parts.ts";

export type UploadSummary = UploadList["uploads"][number];

type Urls = { statusUrl: string; now: number };

/** Returns an upload as lists show it, and the receipt of its file once there is one. */
export async function summarizeUpload(
  record: UploadRecord,
  { statusUrl, now }: Urls,
): Promise<{ summary: UploadSummary; receipt: Receipt | undefined }> {
  const file = await findUploaded(record);
  const receipt = file && (await findJson(Resource.Lake.name, receiptKey(file), receiptSchema));
  const { id, client, name, bytes, createdAt, expiresAt } = record;
  const awaited = now < Date.parse(expiresAt) ? "waiting" : "expired";
  const arrived = receipt?.parts === null && receipt.endedAt === null ? "inspecting" : receipt?.status;
  return {
    summary: {
      upload: id,
      client,
      name,
      bytes,
      status: file === undefined ? awaited : (arrived ?? "inspecting"),
      statusUrl,
      createdAt,
      expiresAt,
    },
    receipt,
  };
}

/** Returns an upload with the links for what is missing, or with what became of its file. */
export async function describeUpload(record: UploadRecord, urls: Urls): Promise<Upload> {
  const { summary, receipt } = await summarizeUpload(record, urls);
  if (summary.status === "waiting") {
    return { ...summary, ...(await linksOf(record, urls)) };
  }
  if (receipt === undefined) {
    return summary;
  }
  const { rows, rejects, reason, id } = receipt;
  return {
    ...summary,
    intake: id,
    ...(summary.status === "converting" && { progress: await progressOf(receipt) }),
    ...(rows !== null && { rows }),
    ...(rejects.length > 0 && { rejects }),
    ...(reason !== null && { reason }),
  };
}

async function linksOf(
  record: UploadRecord,
  { statusUrl }: Urls,
): Promise<Pick<Upload, "put" | "parts" | "completeUrl">> {
  if (record.multipart === null) {
    return { put: await signPut(record) };
  }
  const there = await partsThere(record);
  return {
    parts: await signParts(record, new Set(there?.keys())),
    completeUrl: `${statusUrl}/complete`,
  };
}

async function findUploaded({
  client,
  key,
}: UploadRecord): Promise<{ client: string; id: string } | undefined> {
  try {
    const { ETag = "", VersionId } = await s3.send(
      new HeadObjectCommand({ Bucket: Resource.Inbox.name, Key: key }),
    );
    return { client, id: fileId({ key, etag: ETag.replaceAll('"', ""), version: VersionId ?? "" }) };
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Returns the share of parts that are converted, less than 100 percent as long as the file is not registered,
 * and the rows of all parts so far.
 */
async function progressOf(receipt: Receipt): Promise<NonNullable<Upload["progress"]>> {
  const { Lake } = Resource;
  const keys = await allKeys(Lake.name, intakePartsPrefix(receipt));
  const results = await Promise.all(keys.map((key) => findJson(Lake.name, key, partResultSchema)));
  const rowsOfParts = results.reduce((sum, part) => sum + (part?.result === "converted" ? part.read : 0), 0);
  const rowsDone = rowsOfParts + (await rowsUnderWay(receipt, new Set(keys.map(partOf))));
  const parts = receipt.parts ?? 0;
  const partsDone = Math.min(keys.length, parts);
  return { parts, partsDone, rowsDone, percent: Math.min(Math.floor((100 * partsDone) / parts), 99) };
}

/** Returns about how many rows the parts have written that are not done: their objects are of one size. */
async function rowsUnderWay(receipt: Receipt, done: ReadonlySet<number>): Promise<number> {
  const { Lake } = Resource;
  const keys = await allKeys(Lake.name, intakeRowsPrefix(receipt));
  const [first, ...others] = keys.filter((key) => !done.has(partOf(key)));
  if (first === undefined) {
    return 0;
  }
  try {
    const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: Lake.name, Key: first }));
    return Number(Metadata?.["rows"] ?? 0) * (1 + others.length);
  } catch (error) {
    // The file was registered or failed meanwhile.
    if (isMissing(error)) {
      return 0;
    }
    throw error;
  }
}

/** Returns the number of the part with which an object's name begins. */
function partOf(key: string): number {
  return Number.parseInt(key.slice(key.lastIndexOf("/") + 1), 10);
}
