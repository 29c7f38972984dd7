import { execFile } from "node:child_process";
import { access, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { LocalError } from "../local-error.ts";

const run = promisify(execFile);
const versioned = z.object({ version: z.string() });

/** A Pulumi provider as `.sst/provider-lock.json` names it: `aws` is `@pulumi/aws`. */
type Provider = { alias: string; package: string };

const providerLock = z.array(z.object({ alias: z.string(), package: z.string() }));

export type Platform = {
  /** Folder of SST's components and their packages. */
  path: string;
  providers: Provider[];
  /** Folder for bundles that are kept between starts. The packages of the platform are found from it. */
  bundles: string;
};

/**
 * Returns SST's platform under the project. If it is missing or of another version, SST sets it up from the
 * npm registry. Needs no account, and the network only the first time: about 30 seconds and 320 MB.
 *
 * Throws LocalError PLATFORM_NOT_INSTALLED with SST's output.
 */
export async function ensurePlatform(root: string, say: (line: string) => void): Promise<Platform> {
  const platform = path.join(root, ".sst/platform");
  const wanted = await sstVersion(root);
  if ((await laidOutVersion(platform)) !== wanted) {
    say(`Laying out SST ${wanted} under .sst/ (once, about 30 seconds)`);
    await layOut(root);
  }
  const lock = await readFile(path.join(root, ".sst/provider-lock.json"), "utf8");
  return {
    path: platform,
    providers: providerLock.parse(JSON.parse(lock)),
    bundles: path.join(platform, "bundles"),
  };
}

async function layOut(root: string): Promise<void> {
  const sst = path.join(root, "node_modules/.bin/sst");
  const env = {
    ...process.env,
    SST_SKIP_DEPENDENCY_CHECK: "true",
    SST_NO_BUN: "true",
    SST_TELEMETRY_DISABLED: "1",
  };
  try {
    await run(sst, ["install", "--stage", "local"], { cwd: root, env });
  } catch (error) {
    throw new LocalError("PLATFORM_NOT_INSTALLED", `sst install failed: ${String(error)}`, { cause: error });
  }
}

async function sstVersion(root: string): Promise<string> {
  const manifest = path.join(root, "node_modules/sst/package.json");
  return versioned.parse(JSON.parse(await readFile(manifest, "utf8"))).version;
}

/** SST writes the version last, into a separate file; an incomplete platform has none. */
async function laidOutVersion(platform: string): Promise<string | undefined> {
  const file = path.join(platform, "version");
  const complete = path.join(platform, "node_modules/@pulumi/aws/package.json");
  try {
    await access(complete);
    return (await readFile(file, "utf8")).trim().replace(/^v/, "");
  } catch {
    return undefined;
  }
}
