import { createHash } from "node:crypto";
import type { Export } from "@ashiato/core/api/schemas";
import { ScriptError } from "../script-error.ts";

type ExportFile = Pick<Export["files"][number], "name" | "url" | "sha256">;

/**
 * Returns the bytes of a file of an export as its signed link gives them: no token, no AWS account. Throws BadExport if the link is refused, and at the
 * end if the bytes are not those that the file was published with.
 */
export async function* fetchFile(file: ExportFile, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const answer = await fetch(file.url, { signal });
  if (!answer.ok || answer.body === null) {
    throw new ScriptError(
      "BadExport",
      `The link of ${file.name} answers ${answer.status}: ${(await answer.text()).slice(0, 500)}`,
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
      `${file.name} has the SHA-256 ${digest}, and was published with ${file.sha256}`,
    );
  }
}
