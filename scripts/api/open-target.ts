import { askReceiver } from "./ask-receiver.ts";
import type { Target } from "./post-reports.ts";

/** A command's stage, and what it shows. */
export type Sender = { apiUrl: string; tokens: { ingest: string } };
type Watcher = { progress: { update: (text: string) => void }; signal: AbortSignal };

/** How long a command waits for the API to accept or reject reports. */
const patienceSeconds = 60;

/**
 * Reads the id of a stage from its API, and returns the stage as the target of reports. Throws what
 * `askReceiver` throws.
 */
export async function openTarget({ apiUrl, tokens }: Sender, { progress, signal }: Watcher): Promise<Target> {
  const api = { apiUrl, token: tokens.ingest, signal };
  return {
    ...api,
    receiver: await askReceiver(api),
    patienceSeconds,
    onRetry: (reason) => progress.update(`Trying again: ${reason}`),
  };
}
