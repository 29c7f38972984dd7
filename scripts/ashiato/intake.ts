import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { Receipt } from "@ashiato/core/file-intake/receipt";
import { type Command, readWords } from "./command.ts";
import { findReceipt, readReceipts } from "./intake/read-receipts.ts";
import { retryIntake } from "./intake/retry-intake.ts";
import { receiptText, receiptsText } from "./intake/receipt-text.ts";
import { openStage } from "./stage.ts";

/** The id of a file: `arrivedFile` of core makes it. */
const idPattern = /^[0-9a-f]{16}$/;

export const intakeCommand: Command = {
  help: `Shows what became of the files that were dropped into the inbox.

  npm run ashiato -- intake            lists them, the newest first
  npm run ashiato -- intake ID         shows one: its rows, why it failed, its first rejected rows
  npm run ashiato -- intake retry ID   has a file taken in again that is not registered

For example: npm run ashiato -- intake 3f9c2b7a10de45c8

  --stage, --json: see npm run ashiato -- --help

A file is dropped as <client>/<name> into the bucket of the output inboxBucket; docs/files.md has the ways. retry only starts an attempt: intake ID shows
how it ends.

Exits 0 if there is such a file, whatever became of it, and 1 if there is not.`,
  async run(words, io) {
    const isRetry = words[0] === "retry";
    const rest = isRetry ? words.slice(1) : words;
    const hasId = isRetry || rest.some((word) => idPattern.test(word));
    const { values, positionals } = readWords(rest, {}, hasId ? ["ID"] : []);
    const [id] = positionals;
    const stage = await openStage(values);
    const s3 = new S3Client({});
    const sfn = new SFNClient({});
    const print = (receipts: Receipt | Receipt[], text: string): number => {
      io.print(values.json ? JSON.stringify(receipts) : text);
      return 0;
    };
    try {
      if (id === undefined) {
        const receipts = await readReceipts(s3, stage.lakeBucket);
        return print(receipts, receiptsText(receipts));
      }
      const receipt = await findReceipt(s3, stage.lakeBucket, id);
      if (isRetry) {
        await retryIntake(sfn, stage.fileIntakeArn, receipt);
        return print(receipt, `${receipt.client}/${receipt.name} is being taken in again: intake ${id}`);
      }
      return print(receipt, receiptText(receipt));
    } finally {
      s3.destroy();
      sfn.destroy();
    }
  },
};
