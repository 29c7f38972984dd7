import type { Arrival, ArrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { type Receipt, receiptSchema } from "@ashiato/core/file-intake/receipt";
import { type IntakeName, receiptKey } from "@ashiato/core/intake-keys";
import { createJson, findVersionedJson, readJson, replaceJson, writeJson } from "../aws/objects.ts";

type Taking = { file: ArrivedFile; arrival: Arrival; execution: string };

/**
 * Takes a file for an execution: of several events of one object version, one execution gets it. A person may
 * have it taken again, unless it is registered. Returns the receipt; undefined if the file is another
 * execution's.
 */
export async function takeReceipt(
  bucket: string,
  { file, arrival, execution }: Taking,
): Promise<Receipt | undefined> {
  const key = receiptKey(file);
  const known = await findVersionedJson(bucket, key, receiptSchema);
  if (!known) {
    const receipt = newReceipt({ file, arrival, execution }, 1);
    return (await createJson(bucket, key, receipt)) ? receipt : undefined;
  }
  const { value, etag } = known;
  if (value.execution === execution) {
    return value.status === "converting" ? value : undefined;
  }
  if (arrival.again !== true || value.status === "registered") {
    return undefined;
  }
  const receipt = newReceipt({ file, arrival, execution }, value.attempt + 1);
  return (await replaceJson(bucket, key, { value: receipt, etag })) ? receipt : undefined;
}

export function readReceipt(bucket: string, name: IntakeName): Promise<Receipt> {
  return readJson(bucket, receiptKey(name), receiptSchema);
}

/** Writes into how many parts a file is cut. */
export async function noteParts(bucket: string, receipt: Receipt, parts: number): Promise<void> {
  await writeJson(bucket, receiptKey(receipt), { ...receipt, parts });
}

/** Writes that the rows of a file begin to be work objects, and its counts. */
export async function noteRegistering(bucket: string, receipt: Receipt): Promise<void> {
  await writeJson(bucket, receiptKey(receipt), { ...receipt, registering: true });
}

/** Writes the end of a file. */
export async function closeReceipt(bucket: string, receipt: Receipt): Promise<Receipt> {
  const closed = { ...receipt, endedAt: new Date().toISOString() };
  await writeJson(bucket, receiptKey(receipt), closed);
  return closed;
}

function newReceipt({ file, arrival, execution }: Taking, attempt: number): Receipt {
  const { id, client, name, bytes, arrivedAt } = file;
  return {
    id,
    client,
    name,
    bytes,
    status: "converting",
    execution,
    attempt,
    arrivedAt: new Date(arrivedAt).toISOString(),
    endedAt: null,
    parts: null,
    kinds: [],
    forms: [],
    rows: null,
    registering: false,
    rejects: [],
    rejectsKey: null,
    reason: null,
    arrival,
  };
}
