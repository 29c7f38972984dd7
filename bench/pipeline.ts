// What the pipeline does on this machine: `npm run bench -- --help`.
import { cpus, tmpdir } from "node:os";
import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { columns } from "@ashiato/core/columns";
import { packMessages } from "@ashiato/core/queue-message";
import { startStage } from "@ashiato/local/stage/start-stage";
import { z } from "zod";
import { readDemoArguments } from "../scripts/demo/demo-arguments.ts";
import { Progress } from "../scripts/terminal/progress.ts";
import { runDemo } from "../scripts/demo/run-demo.ts";
import { numberText } from "../scripts/terminal/text-table.ts";
import { abortOnInterrupt } from "../scripts/interrupt.ts";
import { median } from "./median.ts";
import { measureBundleLoad } from "./pipeline/bundle-load.ts";
import { makeWorkObjects, measureDistribute } from "./pipeline/distribute.ts";
import { type Drain, fillQueue, measureDrain } from "./pipeline/drain.ts";
import { measureCopy } from "./pipeline/duckdb-copy.ts";
import { type LoadFigures, putLoad } from "./pipeline/load.ts";
import { cpuSecondsOf } from "./pipeline/process-cpu.ts";
import { measureRawQueue } from "./pipeline/raw-queue.ts";
import { makeSample, type Sample } from "./pipeline/sample.ts";

const help = `Measures the local stage on this machine; takes under three minutes.

  npm run bench -- [--requests 3000] [--batches 100] [--messages 5000] [--megabytes 100] [--parallel 8] [--no-demo]

  --requests N    requests of one report, in each of six rounds
  --batches N     requests of 200 reports
  --messages N    messages that store drains: once with one report each, once with 200 in each of a tenth as many
  --megabytes N   CSV that distribute sorts in one invocation: 100 are an hour of drains at full load
  --parallel N    requests under way at a time
  --no-demo       leave the demo out`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    requests: { type: "string", default: "3000" },
    batches: { type: "string", default: "100" },
    messages: { type: "string", default: "5000" },
    megabytes: { type: "string", default: "100" },
    parallel: { type: "string", default: "8" },
    "no-demo": { type: "boolean", default: false },
  },
});

const count = z.coerce.number().int().positive();
const sizes = z
  .object({ requests: count, batches: count, messages: count, megabytes: count, parallel: count })
  .parse(values);

const root = join(import.meta.dirname, "..");
const batchReports = 200;
/** Rounds of single requests that count, after one that does not: each figure is the median of theirs. */
const rounds = 5;
const outputsSchema = z.object({ reportsQueueUrl: z.string(), lakeBucket: z.string() });

if (values.help) {
  console.log(help);
} else {
  const signal = abortOnInterrupt();
  const [cpu] = cpus();
  console.log(`${cpus().length} x ${cpu?.model}, Node ${process.version}\n`);
  await measureStage(signal);
  if (!values["no-demo"]) {
    await measureDemo(signal);
  }
}

async function measureStage(signal: AbortSignal): Promise<void> {
  const directory = join(root, ".ashiato", "bench");
  const started = performance.now();
  const stage = await startStage({ root, stage: "bench", directory, fresh: true, say: () => undefined });
  show("start of a fresh stage", `${((performance.now() - started) / 1_000).toFixed(1)} s`);
  try {
    Object.assign(process.env, stage.environment);
    for (const { component, bundle, environment } of stage.plan.services.lambda.functions) {
      const { bytes, cpuMilliseconds } = await measureBundleLoad(bundle, environment);
      show(
        `bundle of ${component}`,
        `${numberText(Math.round(bytes / 1_000))} KB`,
        `loads in ${cpuMilliseconds.toFixed(0)} ms of CPU`,
      );
    }
    const sample = makeSample(20_000, Date.now());
    const { reportsQueueUrl, lakeBucket } = outputsSchema.parse(stage.outputs);
    const drain = { queueUrl: reportsQueueUrl, storeFunction: stage.functionName("Store"), signal };
    const target = { url: `${stage.endpoints.api}/v1/locations`, token: stage.tokens.ingest };
    const receiveCpu = (): Promise<number | undefined> => cpuSecondsOf(stage.processIds("Receive"));
    await measureApi(sample, { ...target, queueUrl: reportsQueueUrl, receiveCpu });
    signal.throwIfAborted();
    await measureStore(sample.rows, drain);
    signal.throwIfAborted();
    await measureSorting(sample.rows, { lakeBucket, functionName: stage.functionName("Distribute") });
  } finally {
    await stage.close();
  }
}

type Receiving = {
  url: string;
  token: string;
  queueUrl: string;
  /** CPU seconds that the function has used; undefined where the system does not say. */
  receiveCpu: () => Promise<number | undefined>;
};

async function measureApi(sample: Sample, { queueUrl, receiveCpu, ...target }: Receiving): Promise<void> {
  const { parallel } = sizes;
  const cycle = (index: number): object => sample.bodies[index % sample.bodies.length] ?? {};
  const singles = Array.from({ length: sizes.requests }, (_, index) => JSON.stringify(cycle(index)));
  const messages = singles.map((_, index) => packMessages([sample.rows[index] ?? ""]).join(""));
  // In turn, so that both have the same machine. The functions' processes start with the first round, and V8
  // compiles what is called often.
  const received: LoadFigures[] = [];
  const sent: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    received.push(await putLoad({ ...target, bodies: singles, parallel }));
    sent.push(await measureRawQueue({ kind: "send", queueUrl, parallel, bodies: messages }));
  }
  const warm = received.slice(1);
  const [apiSeconds, queueSeconds] = [median(warm.map(({ seconds }) => seconds)), median(sent.slice(1))];
  show(
    "receive, one report a request",
    `${perSecond(singles.length, apiSeconds)} requests/s`,
    latency({ median: median(warm.map((each) => each.median)), p99: median(warm.map(({ p99 }) => p99)) }),
  );
  show(
    "SendMessage, one report a message",
    `${perSecond(messages.length, queueSeconds)} messages/s`,
    `receive does ${(queueSeconds / apiSeconds).toFixed(2)} times as many`,
  );

  const batches = Array.from({ length: sizes.batches }, (_, batch) => {
    const locations = Array.from({ length: batchReports }, (_, index) => cycle(batch * batchReports + index));
    return JSON.stringify({ locations });
  });
  const before = await receiveCpu();
  const batch = await putLoad({ ...target, bodies: batches, parallel });
  const after = await receiveCpu();
  const reportsPerSecond = perSecond(batches.length * batchReports, batch.seconds);
  show(`receive, ${batchReports} reports a request`, `${reportsPerSecond} reports/s`, latency(batch));
  if (before !== undefined && after !== undefined) {
    const microseconds = ((after - before) * 1_000_000) / (batches.length * batchReports);
    show("", `${microseconds.toFixed(0)} µs of CPU a report`);
  }
}

async function measureStore(rows: string[], drain: Drain): Promise<void> {
  const { messages, parallel } = sizes;
  // Reports must differ, or store would drop them: their ids are counted up.
  const distinct = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => withReportId(rows[index % rows.length] ?? "", index));
  const singles = await measureDrain(drain, distinct(messages), 1);
  show("store, one report a message", `${perSecond(singles.messages, singles.seconds)} messages/s`);
  await fillQueue(drain.queueUrl, { rows: distinct(messages), rowsOfMessage: 1 });
  const seconds = await measureRawQueue({ kind: "receive", queueUrl: drain.queueUrl, parallel, messages });
  show(
    "receive and delete, one report a message",
    `${perSecond(messages, seconds)} messages/s`,
    `store does ${(seconds / singles.seconds).toFixed(2)} times as many`,
  );
  const reports = distinct(Math.ceil(messages / 10) * batchReports);
  const batches = await measureDrain(drain, reports, batchReports);
  show(
    `store, ${batchReports} reports a message`,
    `${perSecond(batches.messages, batches.seconds)} messages/s, ${perSecond(reports.length, batches.seconds)} reports/s`,
  );
}

async function measureSorting(
  rows: string[],
  { lakeBucket, functionName }: { lakeBucket: string; functionName: string },
): Promise<void> {
  const batch = await makeWorkObjects(rows, sizes.megabytes);
  const megabytes = batch.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000;
  // The first invocation starts a process and warms its code up.
  await measureDistribute(await makeWorkObjects(rows, 1), { lakeBucket, functionName, name: "first" });
  const seconds = await measureDistribute(batch, { lakeBucket, functionName, name: "second" });
  show(
    "distribute, gzip to gzip",
    `${(megabytes / seconds).toFixed(1)} MB/s of CSV`,
    `${megabytes.toFixed(0)} MB`,
  );
  for (const compression of ["none", "gzip"] as const) {
    const directory = await mkdtemp(join(tmpdir(), "ashiato-bench-"));
    const copySeconds = await measureCopy(batch, { directory, compression });
    show(
      `DuckDB COPY, one thread, gzip to ${compression === "none" ? "plain" : "gzip"}`,
      `${(megabytes / copySeconds).toFixed(1)} MB/s of CSV`,
      `distribute takes ${(seconds / copySeconds).toFixed(2)} times as long`,
    );
  }
}

async function measureDemo(signal: AbortSignal): Promise<void> {
  const directory = join(root, ".ashiato", "bench");
  const options = readDemoArguments(["--out", join(directory, "out")]);
  const progress = new Progress({ write: () => true }, Date.now);
  const { differences, phases } = await runDemo(options, { root, directory, progress, signal });
  if (differences.length > 0) {
    throw new Error(`The demo failed: ${differences[0]}`);
  }
  for (const { name, seconds } of phases) {
    show(`demo, ${name}`, `${seconds.toFixed(1)} s`);
  }
}

function withReportId(row: string, number: number): string {
  const fields = row.split(",");
  // The business date comes before the columns.
  const place = 1 + columns.findIndex(({ name }) => name === "report_id");
  fields[place] = `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
  return fields.join(",");
}

function perSecond(count: number, seconds: number): string {
  return numberText(Math.round(count / seconds));
}

function latency({ median: half, p99 }: Pick<LoadFigures, "median" | "p99">): string {
  return `median ${half.toFixed(1)} ms, 99 % ${p99.toFixed(1)} ms, ${sizes.parallel} at a time`;
}

function show(what: string, figure: string, detail = ""): void {
  console.log(`${what.padEnd(42)}${figure.padEnd(38)}${detail}`.trimEnd());
}
