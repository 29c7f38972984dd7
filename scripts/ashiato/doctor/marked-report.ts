import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { exportSchema } from "@ashiato/core/api/schemas";
import { businessDate } from "@ashiato/core/business-date";
import { probeDeviceId, probeTime } from "@ashiato/core/probe";
import { parse } from "csv-parse/sync";
import { askApi } from "../../api/ask-api.ts";
import { askReceiver } from "../../api/ask-receiver.ts";
import { fetchFile } from "../../api/fetch-file.ts";
import { postReports } from "../../api/post-reports.ts";
import { startRun, watchRun } from "../../api/watch-run.ts";
import { failureText } from "../../script-error.ts";
import { storeAll } from "../../stage/store-reports.ts";
import { type Check, type Finding, green, red } from "./check.ts";
import { findStored, type StoredReport } from "./find-stored.ts";
import { removeTraces } from "./remove-traces.ts";
import type { StageSubject } from "./subject.ts";

/** How long the API may answer 429 or 5xx before it counts as down. */
const patienceSeconds = 30;
/** A drain that the schedule started may have the report, which is in the inbox when that drain ends. */
const storedWithinMilliseconds = 120_000;
const pauseMilliseconds = 1_000;

type Sent = {
  deviceId: string;
  timestamp: string;
  latitude: number;
  longitude: number;
  reportId: string;
};

/**
 * Sends a report from the API to a CSV. The report has its own device and date: see `probe.ts` of core. Once
 * it has arrived, its traces are removed. A report that gets stuck stays where it is, so that no run loses
 * its input; the next report that arrives removes its traces too.
 */
export const markedReport: Check<StageSubject> = {
  name: "marked-report",
  look: async (subject) => {
    const sent: Sent = {
      deviceId: probeDeviceId,
      timestamp: new Date(probeTime).toISOString(),
      latitude: 35.681236,
      longitude: 139.767125,
      reportId: randomUUID(),
    };
    const found: Finding[] = [];
    let stored: StoredReport | undefined;
    const steps: Step[] = [
      {
        name: "the API",
        where: "it was not accepted: nothing is kept",
        todo: "read the logs of Authorize and Receive",
        take: () => send(subject, sent),
      },
      {
        name: "the queue",
        where: "it is on the queue, which keeps it for 14 days",
        todo: 'docs/operations.md, "The queue grows"',
        take: async () => {
          stored = await store(subject, sent);
          return `store took it from the queue to s3://${stored.bucket}/${stored.key}`;
        },
      },
      {
        name: "the run",
        where: "it is in the inbox or in the table",
        todo: 'docs/operations.md, "The batch failed"',
        take: () => runBatch(subject),
      },
      {
        name: "the CSV",
        where: "it is in the table",
        todo: 'docs/operations.md, "A day looks wrong"',
        take: () => compareCsv(subject, sent),
      },
      {
        name: "its traces",
        where: "it has arrived, and some of its traces are left",
        todo: "run doctor again: it removes what is left",
        take: () => removeTraces(subject.stage, dateOf(subject), stored),
      },
    ];
    for (const { name, where, todo, take } of steps) {
      subject.report(`marked report ${sent.reportId}: ${name}`);
      try {
        found.push(green(await take()));
      } catch (error) {
        subject.signal.throwIfAborted();
        return [...found, red(`${name}: ${failureText(error)}; ${where}`, todo)];
      }
    }
    return found;
  },
};

type Step = {
  name: string;
  /** Where the report is when the step fails. */
  where: string;
  todo: string;
  /** Returns what was seen. Throws an Error if the report gets no further. */
  take: () => Promise<string>;
};

function dateOf({ stage }: StageSubject): string {
  return businessDate(probeTime, stage.timeZone);
}

async function send({ stage, signal }: StageSubject, sent: Sent): Promise<string> {
  const { apiUrl, tokens } = stage;
  if (tokens.ingest === "") {
    throw new Error("the ingest token is missing: set ASHIATO_INGEST_TOKEN");
  }
  const token = tokens.ingest;
  const receiver = await askReceiver({ apiUrl, token, signal });
  const target = { apiUrl, token, receiver, signal, patienceSeconds, onRetry: () => undefined };
  const [rejected] = await postReports([sent], target);
  if (rejected !== undefined) {
    throw new Error(`the API rejected it: ${JSON.stringify(rejected)}`);
  }
  return `the API kept ${sent.reportId}, a report of ${sent.deviceId} at ${sent.timestamp}`;
}

async function store(subject: StageSubject, { reportId }: Sent): Promise<StoredReport> {
  const { stage, signal } = subject;
  const began = Date.now();
  for (;;) {
    const { messages } = await storeAll(stage.storeFunction, signal);
    const stored = await findStored(stage.lakeBucket, { reportId, since: began, date: dateOf(subject) });
    if (stored !== undefined) {
      return stored;
    }
    if (Date.now() - began > storedWithinMilliseconds) {
      throw new Error(`store ran, took ${messages} messages at last, and put it nowhere`);
    }
    await sleep(pauseMilliseconds, undefined, { signal });
  }
}

async function runBatch(subject: StageSubject): Promise<string> {
  const { stage, signal, report } = subject;
  const run = await startRun(stage, { date: dateOf(subject), signal });
  const ended = await watchRun(stage, run, { update: (text) => report(`${run}: ${text}`), signal });
  if (ended.alreadyRunning !== undefined) {
    throw new Error(`another run has the inbox: ${ended.alreadyRunning}`);
  }
  if (ended.status !== "SUCCEEDED") {
    const why = [ended.error, ended.cause].filter((part) => part !== undefined).join(": ");
    throw new Error(`${run} ${ended.status} in the phase ${ended.phase}: ${why || "no reason given"}`);
  }
  return `the run ${run} SUCCEEDED`;
}

async function compareCsv(subject: StageSubject, sent: Sent): Promise<string> {
  const { stage, signal } = subject;
  const date = dateOf(subject);
  const document = await askApi(stage, `/v1/exports/${date}`, { schema: exportSchema, signal });
  const rows: Record<string, string>[] = [];
  for (const file of document.files) {
    const pieces: Uint8Array[] = [];
    for await (const piece of fetchFile(file, signal)) {
      pieces.push(piece);
    }
    rows.push(...parse<Record<string, string>>(Buffer.concat(pieces), { columns: true }));
  }
  const row = rows.find(({ report_id: id }) => id === sent.reportId);
  if (row === undefined) {
    throw new Error(`version ${document.version} of ${date} has ${rows.length} rows, and not this one`);
  }
  const same =
    row["device_id"] === sent.deviceId &&
    Date.parse(row["recorded_at"] ?? "") === Date.parse(sent.timestamp) &&
    Number(row["latitude"]) === sent.latitude &&
    Number(row["longitude"]) === sent.longitude;
  if (!same) {
    throw new Error(`version ${document.version} of ${date} has it as ${JSON.stringify(row)}`);
  }
  return `version ${document.version} of the CSV of ${date} has it, as it was sent`;
}
