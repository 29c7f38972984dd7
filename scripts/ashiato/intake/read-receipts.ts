import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { type Receipt, receiptSchema } from "@ashiato/core/file-intake/receipt";
import { intakePrefix, parseReceiptKey } from "@ashiato/core/intake-keys";

/** Receipts read at a time. */
const readers = 16;

/** Returns the receipts of all files, the newest first. */
export async function readReceipts(s3: S3Client, bucket: string): Promise<Receipt[]> {
  const keys = await receiptKeys(s3, bucket);
  const receipts: Receipt[] = [];
  for (let start = 0; start < keys.length; start += readers) {
    const some = keys.slice(start, start + readers);
    receipts.push(...(await Promise.all(some.map((key) => readReceipt(s3, bucket, key)))));
  }
  return receipts.toSorted((a, b) => (a.arrivedAt < b.arrivedAt ? 1 : -1));
}

/** Throws an Error for an id that no file has. */
export async function findReceipt(s3: S3Client, bucket: string, id: string): Promise<Receipt> {
  const key = (await receiptKeys(s3, bucket)).find((each) => parseReceiptKey(each)?.id === id);
  if (key === undefined) {
    throw new Error(`No file has the id ${id}. Which there are: npm run ashiato -- intake`);
  }
  return readReceipt(s3, bucket, key);
}

/** Returns the keys of receipts: a client's folder has them directly, beside folders that are skipped. */
async function receiptKeys(s3: S3Client, bucket: string): Promise<string[]> {
  const list = { Bucket: bucket, Delimiter: "/" };
  const keys: string[] = [];
  for await (const { CommonPrefixes = [] } of paginateListObjectsV2(
    { client: s3 },
    { ...list, Prefix: intakePrefix },
  )) {
    for (const { Prefix } of CommonPrefixes) {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { ...list, Prefix })) {
        keys.push(...Contents.flatMap(({ Key = "" }) => (parseReceiptKey(Key) ? Key : [])));
      }
    }
  }
  return keys;
}

async function readReceipt(s3: S3Client, Bucket: string, Key: string): Promise<Receipt> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return receiptSchema.parse(JSON.parse((await Body?.transformToString()) ?? ""));
}
