// A whole day on this machine, from work objects to its CSV: `node bench/day.ts --help`.
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { runStepsSchema } from "@ashiato/core/api/step-schemas";
import { startStage } from "@ashiato/local/stage/start-stage";
import { z } from "zod";
import { askApi } from "../scripts/api/ask-api.ts";
import { listExports } from "../scripts/api/list-exports.ts";
import { runBatch } from "../scripts/api/run-batch.ts";
import { abortOnInterrupt } from "../scripts/interrupt.ts";
import { numberText } from "../scripts/terminal/text-table.ts";
import { probeApi } from "./day/api-probe.ts";
import { openDay } from "./day/open-in-browser.ts";
import { watchMemory } from "./day/process-memory.ts";
import { putWorkObjects } from "./day/put-work-objects.ts";
import { copyDirectly, writeFilesDirectly } from "./made-day/direct-copy.ts";
import { makeDay } from "./made-day/make-day.ts";

const help = `Runs the batch for a fleet's day on a stage of its own, with the API asked all the while, fetches the CSV by
its link. Beside it DuckDB alone: one statement for the CSV, and a job for every file that the run leaves.

  node bench/day.ts [--rows N] [--objects N] [--chromium FILE] [--directory DIR]

  --rows N         rows of the day (default 24000000)
  --objects N      work objects (default 288, one for each five minutes)
  --chromium FILE  a Chromium, which opens the day in the console and plays a device's track
  --directory DIR  where all of it is made, in a folder of its own (default: the system's for temporary files)

The day is 40 days past, so that its partition is compacted in the run, too. Ends with 1 if the run and the
download take over twice the time of DuckDB's job for the same files, memory reaches 6 GB, or one of a hundred
requests takes a second.`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    rows: { type: "string", default: "24000000" },
    objects: { type: "string", default: "288" },
    chromium: { type: "string" },
    directory: { type: "string", default: tmpdir() },
  },
});

const agoMilliseconds = 40 * 86_400_000;
const greatestRatio = 2;
const greatestGigabytes = 6;
const greatestMilliseconds = 1_000;

const root = path.join(import.meta.dirname, "..");
const date = new Date(Date.now() - agoMilliseconds).toISOString().slice(0, 10);

if (values.help) {
  console.log(help);
} else {
  const directory = await mkdtemp(path.join(values.directory, "ashiato-bench-"));
  try {
    await measure(directory, abortOnInterrupt());
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(directory: string, signal: AbortSignal): Promise<void> {
  await makeDay(directory, { rows: Number(values.rows), files: Number(values.objects) });
  const { seconds, p99, gigabytes, csvRows } = await measureStage(directory, signal);
  const direct = await copyDirectly(directory);
  show("DuckDB, one statement", `${direct.seconds.toFixed(0)} s`, `${numberText(direct.rows)} rows`);
  if (direct.rows !== csvRows) {
    throw new Error(`The CSV has ${csvRows} rows, DuckDB's ${direct.rows}`);
  }
  show("run and download against it", `${(seconds / direct.seconds).toFixed(2)} times`);
  const files = await writeFilesDirectly(directory);
  show("DuckDB, CSV, Parquet and compacted files", `${files.toFixed(0)} s`);
  const ratio = seconds / files;
  show("run and download against these", `${ratio.toFixed(2)} times`, `at most ${greatestRatio}`);
  if (!(ratio <= greatestRatio && gigabytes < greatestGigabytes && p99 < greatestMilliseconds)) {
    process.exitCode = 1;
  }
}

async function measureStage(
  directory: string,
  signal: AbortSignal,
): Promise<{ seconds: number; p99: number; gigabytes: number; csvRows: number }> {
  const stage = await startStage({
    root,
    stage: "bench",
    directory: path.join(directory, "stage"),
    fresh: true,
    say: () => undefined,
  });
  try {
    Object.assign(process.env, stage.environment);
    const { lakeBucket } = z.object({ lakeBucket: z.string() }).parse(stage.outputs);
    const put = await putWorkObjects(directory, { bucket: lakeBucket, date });
    show("the day", `${numberText(put.rows)} rows`, `in ${put.objects} work objects`);
    const api = { apiUrl: stage.endpoints.api, tokens: stage.tokens };
    const stopProbe = probeApi(api);
    const stopMemory = watchMemory();
    const began = performance.now();
    const { run, ledger } = await runBatch({ api, date, signal, update: () => undefined });
    const ran = performance.now();
    const csvRows = await download(api, directory, signal);
    const seconds = (performance.now() - began) / 1_000;
    const { requests, median, p99, most, failures } = await stopProbe();
    // Without the browser below.
    const gigabytes = (await stopMemory()) ?? Number.NaN;
    show(
      "run",
      `${((ran - began) / 1_000).toFixed(0)} s`,
      `${numberText(ledger.rowsWritten)} rows of ${ledger.objects} work objects`,
    );
    await showStatements(api, run, signal);
    show("download by its link", `${(seconds - (ran - began) / 1_000).toFixed(0)} s`);
    show(
      `API meanwhile, ${requests} requests`,
      `median ${median.toFixed(0)} ms, 99 % ${p99.toFixed(0)} ms`,
      `the longest ${most.toFixed(0)} ms; ${failures.length} failed ${failures[0] ?? ""}`,
    );
    show("most memory, of all processes", `${gigabytes.toFixed(1)} GB`);
    if (values.chromium !== undefined) {
      const { opened, track, hours } = await openDay({ chromium: values.chromium, api, date });
      show("console, the day's map", `${opened.seconds.toFixed(1)} s`, transferText(opened));
      show(
        "console, from hour to hour",
        `next paint ${spreadText(hours.paintMilliseconds)}`,
        `map drawn ${spreadText(hours.mapMilliseconds)}`,
      );
      show("console, a device's track", `${track.seconds.toFixed(1)} s`, transferText(track));
    }
    return { seconds, p99, gigabytes, csvRows };
  } finally {
    await stage.close();
  }
}

/** Shows what took the warehouse over a second, a batch with the seconds of each of its statements. */
async function showStatements(
  api: Parameters<typeof askApi>[0],
  run: string,
  signal: AbortSignal,
): Promise<void> {
  const { statements } = await askApi(api, `/v1/runs/${run}/steps`, { schema: runStepsSchema, signal });
  for (const { name, seconds = 0, parts } of statements) {
    if (seconds > 1) {
      const each = parts.flatMap((part) => (part.seconds === undefined ? [] : [part.seconds.toFixed(0)]));
      show(`  ${name.slice(run.length + 1)}`, `${seconds.toFixed(0)} s`, each.join(" + "));
    }
  }
}

/**
 * Downloads the export's files into a folder, and returns the rows that were published of it. On a thread of
 * its own, as whoever downloads is another process than the stage.
 */
async function download(
  api: Parameters<typeof listExports>[0],
  folder: string,
  signal: AbortSignal,
): Promise<number> {
  const { exports } = await listExports(api, { from: date, to: date }, signal);
  const [made] = exports;
  if (made === undefined) {
    throw new Error(`There is no export of ${date}`);
  }
  const module = new URL("day/download-worker.ts", import.meta.url);
  const worker = new Worker(module, { workerData: { files: made.files, folder } });
  await once(worker, "exit", { signal });
  return made.rows;
}

function spreadText({ median, most }: { median: number; most: number }): string {
  return `${median.toFixed(0)} ms, at most ${most.toFixed(0)}`;
}

function transferText({ requests, bytes }: { requests: number; bytes: number }): string {
  return `${requests} requests, ${(bytes / 1e6).toFixed(1)} MB`;
}

function show(what: string, figure: string, detail = ""): void {
  console.log(`${what.padEnd(42)}${figure.padEnd(38)}${detail}`.trimEnd());
}
