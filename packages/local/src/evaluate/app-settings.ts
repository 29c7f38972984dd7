import path from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { LocalError } from "../local-error.ts";
import type { BundleCache } from "./bundle-cache.ts";

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
 * Throws LocalError PROGRAM_FAILED if it cannot be read, or names no app or no region.
 */
export async function readAppSettings(
  root: string,
  stage: string,
  bundles: BundleCache,
): Promise<AppSettings> {
  const globals = globalThis as { $config?: (config: unknown) => unknown };
  globals.$config = (config) => config;
  try {
    const bundle = await bundles.bundle({
      root,
      options: { entryPoints: [path.join(root, "sst.config.ts")], bundle: false },
    });
    // The query keeps Node from returning an earlier evaluation of the same file.
    const program = (await import(`${pathToFileURL(bundle).href}?at=${Date.now()}`)) as {
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
