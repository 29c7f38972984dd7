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

  npm run cost -- [--reports-per-day N] [--batch N] [--files-per-day N] [--file-rows N] [--region R]

  --reports-per-day N  default 2400000
  --batch N            reports in a request (default 1)
  --files-per-day N    plain CSVs that are dropped (default 0), without what their rows add to the nights
  --file-rows N        rows of such a file (default 1000000)
  --region R           ${pricedRegions.join(" or ")} (default: the app's)

The prices, with their sources and dates, are in packages/core/src/cost/prices.ts, the model and its assumptions beside it.`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const { values } = parseArgs({
      options: {
        "reports-per-day": { type: "string", default: "2400000" },
        batch: { type: "string", default: "1" },
        "files-per-day": { type: "string", default: "0" },
        "file-rows": { type: "string", default: "1000000" },
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
    const rowsOfFile = positive("--file-rows", values["file-rows"]);
    const filesPerDay =
      values["files-per-day"] === "0" ? 0 : positive("--files-per-day", values["files-per-day"]);
    if (values.region !== undefined) {
      // Checked before the program is evaluated, which takes seconds.
      pricesOf(values.region);
    }
    const app = await declaredApp();
    const region = values.region ?? app.region;
    console.log(costText(declaredCosts(app), { reportsPerDay, batch, filesPerDay, rowsOfFile, region }));
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
