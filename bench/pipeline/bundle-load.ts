import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);

/** Starts of which the fastest counts: other work on the machine only ever adds to one. */
const starts = 5;

export type BundleLoad = { bytes: number; cpuMilliseconds: number };

const measuring = `
const before = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify((user + system) / 1000));
process.exit(0);
`;

/** Measures the size of a function's bundle, and the CPU time that a new process takes to load it. */
export async function measureBundleLoad(
  bundle: string,
  environment: Record<string, string | undefined>,
): Promise<BundleLoad> {
  const file = join(bundle, "bundle.mjs");
  const { size } = await stat(file);
  const times: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    const { stdout } = await run(
      process.execPath,
      ["--input-type=module", "--eval", measuring, pathToFileURL(file).href],
      { env: { ...process.env, ...environment } },
    );
    times.push(z.number().parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")));
  }
  return { bytes: size, cpuMilliseconds: Math.min(...times) };
}
