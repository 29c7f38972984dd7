// What a month costs, from what the program declares: `npm run cost -- --help`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { pricedRegions, pricesOf } from "@ashiato/core/cost/prices";
import { readAppSettings } from "@ashiato/local/evaluate/app-settings";
import { BundleCache } from "@ashiato/local/evaluate/bundle-cache";
import type { DeclaredApp } from "@ashiato/local/evaluate/declared-app";
import { evaluateProgram } from "@ashiato/local/evaluate/evaluate-program";
import { ensurePlatform } from "@ashiato/local/evaluate/platform";
import { localCloud } from "@ashiato/local/stage/local-cloud";
import { costText } from "./cost/cost-text.ts";
import { declaredCosts } from "./cost/declared-costs.ts";

const help = `Computes what a month costs, from the declared settings of the production stage and a table of list prices.

  npm run cost -- [--reports-per-day N] [--batch N] [--region R]

  --reports-per-day N  default 2400000
  --batch N            reports in a request (default 1)
  --region R           ${pricedRegions.join(" or ")} (default: the app's)

The prices, with their sources and dates, are in packages/core/src/cost/prices.ts, the model and its assumptions beside it.`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        "reports-per-day": { type: "string", default: "2400000" },
        batch: { type: "string", default: "1" },
        region: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      console.log(help);
      return 0;
    }
    const reportsPerDay = positive("--reports-per-day", values["reports-per-day"]);
    const batch = positive("--batch", values.batch);
    if (values.region !== undefined) {
      // Checked before the program is evaluated, which takes seconds.
      pricesOf(values.region);
    }
    const app = await declaredApp();
    console.log(costText(declaredCosts(app), { reportsPerDay, batch, region: values.region ?? app.region }));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function positive(option: string, text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) {
    throw new Error(`${option} takes a whole number of at least 1, got ${JSON.stringify(text)}`);
  }
  return Number(text);
}

async function declaredApp(): Promise<DeclaredApp> {
  const root = path.join(import.meta.dirname, "..");
  const stage = "production";
  const work = await mkdtemp(path.join(tmpdir(), "ashiato-cost-"));
  try {
    const platform = await ensurePlatform(root, (line) => console.error(line));
    const bundles = new BundleCache(platform.bundles);
    const app = await readAppSettings(root, stage, bundles);
    return await evaluateProgram({
      root,
      stage,
      work,
      app,
      bundles,
      platform,
      cloud: localCloud({ accountId: "000000000000", region: app.region }, async () => "http://127.0.0.1:1"),
      secrets: {},
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
