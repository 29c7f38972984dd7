import { PutObjectCommand } from "@aws-sdk/client-s3";
import { type Receipt, receiptSchema } from "@ashiato/core/file-intake/receipt";
import { parseReceiptKey } from "@ashiato/core/intake-keys";
import { vi } from "vitest";
import type { RunningStage } from "./running-stage.ts";

/** The inbox of a stage, and what the stage says of the files that were dropped there. */
export class Inbox {
  readonly #app: RunningStage;

  constructor(app: RunningStage) {
    this.#app = app;
  }

  async drop(key: string, body: string | Uint8Array): Promise<void> {
    const object = { Bucket: this.#app.output("inboxBucket"), Key: key };
    const ContentLength = Buffer.byteLength(body);
    await this.#app.s3.send(new PutObjectCommand({ ...object, Body: body, ContentLength }));
  }

  /** Returns the receipts of a file, `<client>/<name>`; of all files where none is named. */
  async receipts(file?: string): Promise<Receipt[]> {
    const keys = (await this.#app.keys("lakeBucket", "intake/")).filter((key) => parseReceiptKey(key));
    const receipts = await Promise.all(
      keys.map(async (key) => receiptSchema.parse(JSON.parse(await this.#app.read("lakeBucket", key)))),
    );
    return receipts.filter(({ client, name }) => file === undefined || file === `${client}/${name}`);
  }

  /** Waits for the end of a file, `<client>/<name>`, as often as it was dropped. */
  async ends(file: string, count: number): Promise<Receipt[]> {
    return vi.waitFor(
      async () => {
        const found = (await this.receipts(file)).filter(({ endedAt }) => endedAt !== null);
        if (found.length !== count) {
          throw new Error(`${found.length} of ${count} ${file} have ended`);
        }
        return found;
      },
      { interval: 100 },
    );
  }

  /** Waits for the end of a file, `<client>/<name>`, that was dropped once. */
  async ended(file: string): Promise<Receipt> {
    const [receipt] = await this.ends(file, 1);
    return receiptSchema.parse(receipt);
  }
}
