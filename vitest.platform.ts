import { ensureConsole } from "@ashiato/console/build/ensure-console";
import { ensurePlatform } from "@ashiato/local/evaluate/platform";

/** Before any spec: SST's platform is laid out and the console built, not by every file at a time. */
export async function setup(): Promise<void> {
  await ensurePlatform(import.meta.dirname, (line) => process.stderr.write(`${line}\n`));
  ensureConsole(import.meta.dirname);
}
