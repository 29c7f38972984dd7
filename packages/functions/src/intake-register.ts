import { type ArrivedFile, arrivedFileSchema } from "@ashiato/core/file-intake/arrived-file";
import { type Notice, noticeOf, summaryOf } from "@ashiato/core/file-intake/notice";
import { type Part, wholeFile } from "@ashiato/core/file-intake/part";
import type { Receipt } from "@ashiato/core/file-intake/receipt";
import { totalsOf } from "@ashiato/core/file-intake/totals";
import { Resource } from "sst";
import * as z from "zod";
import { deleteObjects } from "./aws/objects.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { FunctionError } from "./errors.ts";
import { noteContents } from "./intake/content.ts";
import { mergeRejects } from "./intake/merge-rejects.ts";
import { readParts } from "./intake/read-parts.ts";
import { closeReceipt, noteRegistering, readReceipt } from "./intake/receipts.ts";
import { makeWorkObjects } from "./intake/work-objects.ts";

const inputSchema = z.object({
  file: arrivedFileSchema,
  attempt: z.int().positive(),
  /** Absent in executions that began before a deployment. */
  contents: z.array(z.string()).default([]),
  parts: z.int().positive(),
});

/** The file is registered; or it has quotes after all, and must be converted as a whole. */
type Registration =
  | ({ result: "registered"; summary: string } & Notice)
  | { result: "whole"; parts: readonly Part[] };

/**
 * Registers a file whose parts are all converted: its rows become work objects, now and not before. May run
 * again after any failure. Throws what a part failed with, PartMissing, LedgerMismatch, NoReports,
 * NoValidReports.
 */
export async function handler(event: unknown): Promise<Registration> {
  const { file, attempt, contents, parts: count } = parseInput(inputSchema, event);
  const bucket = Resource.Lake.name;
  const name = { ...file, attempt };
  const receipt = await readReceipt(bucket, file);
  if (receipt.status === "registered") {
    // The answer of an earlier invocation was lost.
    return registered(receipt);
  }
  const parts = await readParts(bucket, name, count);
  if (parts === "quoted") {
    return { result: "whole", parts: wholeFile };
  }
  const totals = totalsOf(parts);
  const rejectsKey = await mergeRejects(bucket, name, { parts, linesBefore: totals.linesBefore });
  const { kinds, forms, rows, rejects } = totals;
  const known = { ...receipt, kinds, forms, rows, rejects, rejectsKey };
  if (totals.rows.accepted === 0) {
    // Kept here, as a failure carries no more than its message.
    await closeReceipt(bucket, { ...known, status: "failed" });
    throw nothingToRegister(file, totals.rows.rejected);
  }
  await noteRegistering(bucket, known);
  await makeWorkObjects(bucket, { file, parts });
  await noteContents(bucket, file, contents);
  const closed = await closeReceipt(bucket, { ...known, status: "registered" });
  await deleteObjects(
    bucket,
    parts.flatMap(({ objects }) => objects.map(({ key }) => key)),
  );
  logger.info("register", { file, rows: totals.rows });
  publishCounts("register", { files: 1, rows: totals.rows.accepted, rowsRejected: totals.rows.rejected });
  return registered(closed);
}

function registered(receipt: Receipt): Registration {
  return { result: "registered", summary: summaryOf(receipt), ...noticeOf(receipt, Resource.Lake.name) };
}

function nothingToRegister({ name }: ArrivedFile, rejected: number): FunctionError {
  return rejected === 0
    ? new FunctionError("NoReports", `${name} holds no reports`)
    : new FunctionError("NoValidReports", `Each of the ${rejected} rows of ${name} breaks a rule`);
}
