import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readAppSettings } from "../../src/evaluate/app-settings.ts";
import { BundleCache } from "../../src/evaluate/bundle-cache.ts";
import type { DeclaredApp } from "../../src/evaluate/declared-app.ts";
import { evaluateProgram } from "../../src/evaluate/evaluate-program.ts";
import { ensurePlatform } from "../../src/evaluate/platform.ts";
import { localCloud } from "../../src/stage/local-cloud.ts";

export const root = path.join(import.meta.dirname, "../../../..");

/** Evaluates the real program, or another folder's, for a stage. */
export async function evaluateStage(stage: string, folder = root): Promise<DeclaredApp> {
  const work = await mkdtemp(path.join(tmpdir(), "ashiato-evaluate-"));
  try {
    const platform = await ensurePlatform(folder, () => undefined);
    const bundles = new BundleCache(platform.bundles);
    const app = await readAppSettings(folder, stage, bundles);
    return await evaluateProgram({
      root: folder,
      stage,
      work,
      app,
      bundles,
      platform,
      cloud: localCloud({ accountId: "111111111111", region: app.region }, async () => "http://127.0.0.1:1"),
      secrets: {},
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
