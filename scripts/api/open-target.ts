import { askReceiver } from "./ask-receiver.ts";
import type { Target } from "./post-reports.ts";

/** A command's stage, and what it shows. */
export type Sender = { apiUrl: string; tokens: { ingest: string } };
type Watcher = { progress: { update: (text: string) => void }; signal: AbortSignal };

/** A command waits this long for an API that does not decide. */
const patienceSeconds = 60;

/**
 * Asks the API of a stage who it is, and returns it as the target of reports. Throws what `askReceiver`
 * throws.
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
