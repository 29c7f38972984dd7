import { createHash, type Hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Export } from "@ashiato/core/api/schemas";
import { ScriptError } from "../script-error.ts";

export type ExportFile = Pick<Export["files"][number], "name" | "url" | "bytes" | "sha256">;

/** The part of a file that is already downloaded: its length, and the hash of its bytes. */
export type Begun = { bytes: number; hash: Hash };

/** Maximum number of consecutive attempts without progress. */
const maxAttempts = 5;
const firstPauseMilliseconds = 250;

/**
 * Yields the bytes of an exported file from its signed link, which needs no token and no AWS account, after
 * those that are already downloaded. Resumes a lost connection where it ended.
 *
 * Throws BadExport if the link is refused, if the connection is lost repeatedly, and at the end if the bytes
 * differ from the published ones.
 */
export async function* fetchFile(
  file: ExportFile,
  signal: AbortSignal,
  begun: Begun = { bytes: 0, hash: createHash("sha256") },
): AsyncGenerator<Uint8Array> {
  const { hash } = begun;
  let received = begun.bytes;
  let attempts = 0;
  while (received < file.bytes) {
    let lost: unknown;
    try {
      for await (const bytes of await openLink(file, received, signal)) {
        hash.update(bytes);
        received += bytes.length;
        attempts = 0;
        yield bytes;
      }
    } catch (cause) {
      if (signal.aborted || cause instanceof ScriptError) {
        throw cause;
      }
      lost = cause;
    }
    if (received < file.bytes) {
      attempts = await pause(file, { received, attempts, lost }, signal);
    }
  }
  const digest = hash.digest("hex");
  if (digest !== file.sha256) {
    throw new ScriptError(
      "BadExport",
      `${file.name} has the SHA-256 ${digest}, but was published with ${file.sha256}`,
    );
  }
}

/** Waits, each time longer, and returns the next attempt. Throws BadExport after the last one. */
async function pause(
  { name, bytes }: ExportFile,
  { received, attempts, lost }: { received: number; attempts: number; lost: unknown },
  signal: AbortSignal,
): Promise<number> {
  if (attempts >= maxAttempts) {
    throw new ScriptError(
      "BadExport",
      `The link to ${name} gave ${received} of ${bytes} bytes, and then none in ${attempts} attempts`,
      { cause: lost },
    );
  }
  await sleep(firstPauseMilliseconds * 2 ** attempts, undefined, { signal });
  return attempts + 1;
}

async function openLink(
  file: ExportFile,
  from: number,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const answer = await fetch(file.url, { signal, ...(from > 0 && { headers: { range: `bytes=${from}-` } }) });
  if (answer.status >= 500) {
    throw new Error(`The link to ${file.name} answered ${answer.status}`);
  }
  if (answer.body === null || answer.status !== (from > 0 ? 206 : 200)) {
    throw new ScriptError(
      "BadExport",
      `The link to ${file.name} answered ${answer.status}${storageReason(await answer.text())}. A link is valid for 15 minutes: run the command again to get a new one`,
    );
  }
  return answer.body as AsyncIterable<Uint8Array>;
}

/** Returns what the XML of S3 says: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function storageReason(body: string): string {
  const [, code] = /<Code>([^<]+)<\/Code>/.exec(body) ?? [];
  const [, message] = /<Message>([^<]+)<\/Message>/.exec(body) ?? [];
  const reason = [code, message].filter((part) => part !== undefined).join(": ");
  return reason === "" ? "" : ` (${reason})`;
}
