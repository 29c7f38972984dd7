import { arrivalSchema, arrivedFile } from "@ashiato/core/file-intake/arrived-file";
import { type Notice, noticeOf } from "@ashiato/core/file-intake/notice";
import { causeText } from "@ashiato/core/daily-batch/cause-text";
import { type Receipt, receiptSchema } from "@ashiato/core/file-intake/receipt";
import { intakeRowsPrefix, receiptKey } from "@ashiato/core/intake-keys";
import { Resource } from "sst";
import * as z from "zod";
import { allKeys, deleteObjects, findJson } from "./aws/objects.ts";
import { logger, publishCounts } from "./aws/telemetry.ts";
import { parseInput } from "./batch/parse-input.ts";
import { closeReceipt } from "./intake/receipts.ts";

const inputSchema = z.object({
  arrival: arrivalSchema,
  execution: z.string(),
  failure: z.object({ Error: z.string(), Cause: z.string() }),
});

/**
 * Writes why a file was not taken into its receipt, and removes the rows that were converted of it. Returns
 * the mail about it; for a file that was replaced meanwhile there is nothing to mail, as the later event
 * takes its place. A file that is registered stays so, whatever failed after that.
 */
export async function handler(event: unknown): Promise<{ result: "failed" | "overwritten" } & Notice> {
  const { arrival, execution, failure } = parseInput(inputSchema, event);
  const bucket = Resource.Lake.name;
  const file = arrivedFile(arrival);
  const receipt = file && (await findJson(bucket, receiptKey(file), receiptSchema));
  const reason = `${failure.Error}: ${causeText(failure.Cause)}`;
  const result = failure.Error === "FileOverwritten" ? "overwritten" : "failed";
  logger.info("intake failed", { key: arrival.detail.object.key, reason });
  publishCounts("intake", { [result]: 1 });
  const subject = "Ashiato: a file was not taken";
  if (receipt?.execution !== execution) {
    return { result, subject, message: `File: ${arrival.detail.object.key}\nReason: ${reason}` };
  }
  if (receipt.status === "registered") {
    const { message } = noticeOf(receipt, bucket);
    return {
      result,
      subject: "Ashiato: a file was taken, and its mail was not sent",
      message: `${message}\nReason: ${reason}`,
    };
  }
  const rows = await allKeys(bucket, intakeRowsPrefix(receipt));
  await deleteObjects(bucket, rows);
  const closed: Receipt = await closeReceipt(bucket, { ...receipt, status: result, reason });
  return { result, ...noticeOf(closed, bucket) };
}
