import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startStage } from "@ashiato/local/stage/start-stage";
import { DuckDBInstance } from "@duckdb/node-api";
import { businessDate } from "@ashiato/core/business-date";
import { compareExports } from "./intake/compare-exports.ts";
import { makeCsv } from "./intake/make-csv.ts";

/**
 * The conversion of a plain CSV by `FileIntake`, through the front door, against DuckDB reading and writing
 * the same rows on one thread.
 *
 *   node bench/intake.ts [--rows 10000000] [--directory <where the file is made>] [--export]
 *
 * Rows per second and core are rows by CPU time: of the functions that convert, without what other processes
 * use, and of DuckDB. Ends with 1 if the former are less than half of the latter. With `--export`, a run
 * exports the rows, and DuckDB compares the CSVs with the file: counts and sums of a hash by date.
 */
const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "10000000" },
    directory: { type: "string", default: tmpdir() },
    export: { type: "boolean", default: false },
  },
});

/** As in `functionSettings` of `stacks/settings.ts`. */
const timeZone = "Asia/Tokyo";
const leastRatio = 0.5;
/** Linux counts CPU time in these: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const ticksPerSecond = 100;
const sampleMilliseconds = 200;

const root = path.join(import.meta.dirname, "..");
const stageDirectory = path.join(root, ".ashiato", "bench-intake");
const rows = Number(values.rows);
const directory = await mkdtemp(path.join(values.directory, "ashiato-bench-"));
try {
  const file = path.join(directory, "tracks.csv");
  await makeCsv(file, rows, Date.now());
  console.log(`${rows} rows, ${((await stat(file)).size / 1e6).toFixed(0)} MB`);
  const convert = await measureConversion(file);
  const copyCpuSeconds = await measureCopy(file, path.join(directory, "copy.csv.gz"));
  const ratio = copyCpuSeconds / convert.cpuSeconds;
  console.log(`upload, inspection, conversion and registration: ${convert.seconds.toFixed(1)} s`);
  console.log(`conversion: ${(rows / convert.cpuSeconds).toFixed(0)} rows per second and core`);
  console.log(`DuckDB:     ${(rows / copyCpuSeconds).toFixed(0)} rows per second and core, on one thread`);
  console.log(
    `ratio ${ratio.toFixed(2)}, peak of a converting process ${(convert.peakBytes / 1e6).toFixed(0)} MB, of ${convert.processes}`,
  );
  process.exitCode = ratio < leastRatio ? 1 : 0;
} finally {
  await rm(directory, { recursive: true });
}

async function measureConversion(file: string) {
  const stage = await startStage({
    root,
    stage: "bench",
    directory: stageDirectory,
    fresh: true,
    say: () => undefined,
  });
  const used = new Map<number, { ticks: number; peakBytes: number }>();
  const sampling = setInterval(() => {
    for (const pid of stage.processIds("IntakeConvert")) {
      void sample(pid).then((sampled) => sampled && used.set(pid, sampled));
    }
  }, sampleMilliseconds);
  try {
    const started = performance.now();
    await ashiato("upload", file);
    const seconds = (performance.now() - started) / 1_000;
    clearInterval(sampling);
    if (values.export) {
      await exportRows(file);
    }
    const processes = [...used.values()];
    return {
      seconds,
      cpuSeconds: processes.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond,
      peakBytes: Math.max(...processes.map(({ peakBytes }) => peakBytes)),
      processes: processes.length,
    };
  } finally {
    clearInterval(sampling);
    await stage.close();
  }
}

async function ashiato(...words: string[]): Promise<void> {
  const script = path.join(root, "scripts/ashiato.ts");
  const command = spawn(process.execPath, [script, ...words, "--directory", stageDirectory], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = (await once(command, "close")) as [number];
  if (code !== 0) {
    throw new Error(`${words[0]} ended with ${code}`);
  }
}

/** Throws an AssertionError if the exports are not the file's rows, each once. */
async function exportRows(file: string): Promise<void> {
  const out = path.join(directory, "out");
  const started = performance.now();
  await ashiato("run");
  console.log(`run: ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  const dates = [...new Set([0, 1].map((days) => businessDate(Date.now() - days * 86_400_000, timeZone)))];
  await ashiato("fetch", `${dates.at(-1)}..${dates[0]}`, "--out", out);
  const { sent, exported } = await compareExports(file, path.join(out, "locations_*.csv"), timeZone);
  assert.deepEqual(exported, sent);
  console.log(
    `exported as sent: ${sent.map(({ date, rows: count }) => `${count} rows of ${date}`).join(", ")}`,
  );
}

/** Returns the CPU time and the greatest memory of a process; undefined if it has ended. */
async function sample(pid: number): Promise<{ ticks: number; peakBytes: number } | undefined> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /, "").split(" ");
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]);
    return { ticks: Number(fields[11]) + Number(fields[12]), peakBytes: kilobytes * 1024 };
  } catch {
    return undefined;
  }
}

async function measureCopy(file: string, output: string): Promise<number> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    const before = process.cpuUsage();
    await connection.run(
      `COPY (SELECT * FROM read_csv('${file}', header = true)) TO '${output}' (FORMAT csv, COMPRESSION gzip)`,
    );
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
