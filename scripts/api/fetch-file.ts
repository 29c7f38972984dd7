import { createHash } from "node:crypto";
import type { Export } from "@ashiato/core/api/schemas";
import { ScriptError } from "../script-error.ts";

type ExportFile = Pick<Export["files"][number], "name" | "url" | "sha256">;

/**
 * Yields the bytes of an exported file from its signed link, which needs no token and no AWS account. Throws
 * BadExport if the link is refused, and at the end if the bytes differ from those that were published.
 */
export async function* fetchFile(file: ExportFile, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const answer = await fetch(file.url, { signal });
  if (!answer.ok || answer.body === null) {
    throw new ScriptError(
      "BadExport",
      `The link to ${file.name} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`,
    );
  }
  const hash = createHash("sha256");
  for await (const bytes of answer.body as AsyncIterable<Uint8Array>) {
    hash.update(bytes);
    yield bytes;
  }
  const digest = hash.digest("hex");
  if (digest !== file.sha256) {
    throw new ScriptError(
      "BadExport",
      `${file.name} has the SHA-256 ${digest}, but was published with ${file.sha256}`,
    );
  }
}
