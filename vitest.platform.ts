import { ensurePlatform } from "@ashiato/local/evaluate/platform";

/** Before any spec: SST's platform, laid out once and not by every file at a time. */
export async function setup(): Promise<void> {
  await ensurePlatform(import.meta.dirname, (line) => process.stderr.write(`${line}\n`));
}
