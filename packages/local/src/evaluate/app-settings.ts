import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { z } from "zod";
import { LocalError } from "../local-error.ts";

export type AppSettings = {
  name: string;
  /** Region of the AWS provider. */
  region: string;
  /** All that `app()` returned. */
  settings: Record<string, unknown>;
};

const app = z.looseObject({
  name: z.string(),
  providers: z.looseObject({ aws: z.looseObject({ region: z.string() }) }),
});

/**
 * Runs `app()` of `sst.config.ts` alone, as SST does before anything else: the stage's name goes in; the
 * app's name, removal and providers come out.
 *
 * Throws LocalError PROGRAM_FAILED when it cannot be read, or names no app or no region.
 */
export async function readAppSettings(root: string, stage: string, work: string): Promise<AppSettings> {
  const outfile = path.join(work, "sst.config.mjs");
  await mkdir(work, { recursive: true });
  const globals = globalThis as { $config?: (config: unknown) => unknown };
  globals.$config = (config) => config;
  try {
    await build({
      entryPoints: [path.join(root, "sst.config.ts")],
      outfile,
      bundle: false,
      format: "esm",
      logLevel: "silent",
    });
    // The query keeps Node from giving back an earlier evaluation of the same file.
    const program = (await import(`${pathToFileURL(outfile).href}?at=${Date.now()}`)) as {
      default: { app: (input: { stage: string }) => unknown };
    };
    const settings = app.parse(program.default.app({ stage }));
    return { name: settings.name, region: settings.providers.aws.region, settings };
  } catch (error) {
    throw new LocalError("PROGRAM_FAILED", `app() of sst.config.ts cannot be run: ${String(error)}`, {
      cause: error,
    });
  }
}
