import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import type { Measured } from "./made-day/day.ts";
import { copyDirectly } from "./made-day/direct-copy.ts";
import { makeDay } from "./made-day/make-day.ts";
import { unloadByWarehouse } from "./redshift/warehouse.ts";

/**
 * UNLOAD of a day by the warehouse, against DuckDB doing the same by one direct COPY, each in a process of
 * its own.
 *
 *   node bench/redshift.ts [--rows 24000000] [--files 48] [--rounds 1] [--directory <where the day is made>]
 *
 * Ends with 1 if the warehouse takes over 1.5 times as long, or its process over 6 GB.
 */
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "24000000" },
    files: { type: "string", default: "48" },
    rounds: { type: "string", default: "1" },
    directory: { type: "string", default: tmpdir() },
    // How the bench calls itself: one contender, on a day that is made.
    contender: { type: "string" },
  },
});

const greatestRatio = 1.5;
const greatestMemoryGigabytes = 6;

const contenders = { "direct-copy": copyDirectly, warehouse: unloadByWarehouse };
type Contender = keyof typeof contenders;

const measurement = z.object({
  seconds: z.number(),
  peakGigabytes: z.number(),
  rows: z.number(),
  bytes: z.number(),
  sha256: z.string(),
});

if (values.contender === undefined) {
  await compare();
} else {
  await compete(z.enum(["direct-copy", "warehouse"]).parse(values.contender));
}

async function compete(contender: Contender): Promise<void> {
  console.log(JSON.stringify(await contenders[contender](values.directory)));
}

async function compare(): Promise<void> {
  const directory = await mkdtemp(path.join(values.directory, "ashiato-bench-"));
  try {
    console.log(`making ${values.rows} rows in ${values.files} files`);
    await makeDay(directory, { rows: Number(values.rows), files: Number(values.files) });
    const ratios: number[] = [];
    const peaks: number[] = [];
    for (let round = 1; round <= Number(values.rounds); round += 1) {
      const direct = await measure("direct-copy", directory);
      const warehouse = await measure("warehouse", directory);
      if (direct.rows !== warehouse.rows) {
        throw new Error(`${warehouse.rows} rows instead of ${direct.rows}`);
      }
      if (direct.sha256 !== warehouse.sha256) {
        throw new Error("the two CSVs differ");
      }
      ratios.push(warehouse.seconds / direct.seconds);
      peaks.push(warehouse.peakGigabytes);
      show("direct COPY", direct);
      show("warehouse", warehouse);
    }
    const ratio = ratios.sort((left, right) => left - right)[Math.floor(ratios.length / 2)] ?? Number.NaN;
    const peak = Math.max(...peaks);
    console.log(
      `ratio ${ratio.toFixed(2)} (at most ${greatestRatio}), peak ${peak.toFixed(2)} GB (under ${greatestMemoryGigabytes})`,
    );
    if (!(ratio <= greatestRatio && peak < greatestMemoryGigabytes)) {
      process.exitCode = 1;
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function show(name: string, { seconds, peakGigabytes, rows, bytes }: Measured): void {
  const size = (bytes / 1e9).toFixed(2);
  console.log(
    `${name}: ${seconds.toFixed(1)} s, peak ${peakGigabytes.toFixed(2)} GB, ${rows} rows, ${size} GB of CSV`,
  );
}

/** Runs one contender in a process of its own, so that its memory is its own. */
async function measure(contender: Contender, directory: string): Promise<Measured> {
  const script = fileURLToPath(import.meta.url);
  const child = spawn(process.execPath, [script, "--contender", contender, "--directory", directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = await once(child, "close");
  if (code !== 0) {
    throw new Error(`${contender} ended with ${String(code)}`);
  }
  return measurement.parse(JSON.parse(Buffer.concat(output).toString("utf8")));
}
