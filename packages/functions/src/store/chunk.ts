import { unpackMessage } from "@ashiato/core/queue-message";
import type { ReceivedMessage } from "../aws/sqs-calls.ts";
import type { RecentReports } from "./recent-reports.ts";

/** A message that cannot be read, as `rejected/messages/` keeps it. */
export type RejectedMessage = { reason: string; messageId: string; sentAt: string | null; body: string };

/** Messages that are written as one work object, and deleted once it exists. */
export class Chunk {
  readonly rows: string[] = [];
  readonly rejected: RejectedMessage[] = [];
  /** Phones' reports that break a rule, as lines of `rejectedLine`. */
  readonly rejectedReports: string[] = [];
  readonly receiptHandles: string[] = [];
  duplicates = 0;
  /** Bytes of message bodies, including duplicates: all are held until the chunk is written. */
  bytes = 0;

  get messages(): number {
    return this.receiptHandles.length;
  }

  add(message: ReceivedMessage, recent: RecentReports): void {
    const { Body, ReceiptHandle, MessageId, Attributes } = message;
    this.receiptHandles.push(ReceiptHandle);
    this.bytes += Body.length;
    const unpacked = unpackMessage(Body);
    if (!unpacked.ok) {
      const sentAt = Attributes?.SentTimestamp;
      this.rejected.push({
        reason: unpacked.reason,
        messageId: MessageId,
        sentAt: sentAt === undefined ? null : new Date(Number(sentAt)).toISOString(),
        body: Body,
      });
      return;
    }
    if (unpacked.kind === "rejected") {
      this.rejectedReports.push(...unpacked.lines);
      return;
    }
    for (const row of unpacked.rows) {
      if (recent.add(row)) {
        this.rows.push(row);
      } else {
        this.duplicates += 1;
      }
    }
  }
}
