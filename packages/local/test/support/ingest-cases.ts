import { gzipSync } from "node:zlib";
import { DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { readFile } from "@ashiato/core/formats/files/read-file";
import { parseReport } from "@ashiato/core/parse-report";
import { unpackMessage } from "@ashiato/core/queue-message";
import { readRejectedLine } from "@ashiato/core/rejected-report";
import { currentFormat } from "@ashiato/core/work-row";
import { z } from "zod";
import type { RunningStage } from "./running-stage.ts";

/**
 * A line of a file of cases: a request to the API, or (`method` is `file`) the contents of a file. In the
 * texts, `{{INGEST}}` is the token, `{{now}}` and `{{date}}` are a minute ago and its date, `{{tst}}` is that
 * minute in seconds since 1970.
 */
const ingestCase = z.looseObject({
  id: z.string(),
  method: z.string(),
  route: z.string().default(""),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown(),
  /** The outcome, or a part of it; what is a sentence is for a person to compare. */
  expected: z.unknown(),
});

export type IngestCase = z.infer<typeof ingestCase>;

/** What became of a case: the answer, and what was on the queue after it. */
export type IngestOutcome = {
  status: number | "file";
  /** Devices of the rows, each with values that are not empty. */
  rows: Record<string, string>[];
  /** Why what was kept as rejected, or could not be read of a file, is none. */
  rejected: string[];
};

/** Returns the cases of a file of JSON lines. */
export function readCases(text: string): IngestCase[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => ingestCase.parse(JSON.parse(line)));
}

/** Sends a case to a stage, or reads it as a file. */
export async function tryCase(app: RunningStage, each: IngestCase): Promise<IngestOutcome> {
  const minute = Date.now() - 60_000;
  const now = new Date(minute).toISOString();
  const filled = (text: string): string =>
    text
      .replaceAll("{{INGEST}}", app.stage.tokens.ingest)
      .replaceAll("{{now}}", now)
      .replaceAll("{{date}}", now.slice(0, 10))
      .replaceAll("{{tst}}", String(Math.floor(minute / 1_000)));
  const body = filled(typeof each.body === "string" ? each.body : JSON.stringify(each.body));
  if (each.method === "file") {
    return tryFile(body);
  }
  const headers = Object.fromEntries(
    Object.entries(each.headers).map(([name, text]) => [name, filled(text)]),
  );
  const packed = /gzip/.test(headers["Content-Encoding"] ?? "") ? new Uint8Array(gzipSync(body)) : body;
  const { status } = await fetch(`${app.stage.endpoints.api}${filled(each.route)}`, {
    method: each.method,
    headers,
    ...(body !== "" && { body: packed }),
  });
  return { status, ...(await takeQueued(app)) };
}

async function takeQueued(app: RunningStage): Promise<Omit<IngestOutcome, "status">> {
  const QueueUrl = app.output("reportsQueueUrl");
  const rows: Record<string, string>[] = [];
  const rejected: string[] = [];
  for (;;) {
    const { Messages = [] } = await app.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) {
      return { rows, rejected };
    }
    for (const { Body = "", ReceiptHandle } of Messages) {
      const message = unpackMessage(Body);
      if (!message.ok) {
        throw new Error(message.reason);
      }
      if (message.kind === "rows") {
        rows.push(...message.rows.map((row) => withoutEmpty(currentFormat.read(row) ?? {})));
      } else {
        rejected.push(...message.lines.map((line) => readRejectedLine(line)?.reason ?? line));
      }
      await app.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function tryFile(body: string): Promise<IngestOutcome> {
  const rows: Record<string, string>[] = [];
  const rejected: string[] = [];
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(body);
  }
  const window = { now: Date.now(), lateWindowDays: 30, futureWindowHours: 24 };
  for await (const { records } of readFile(bytes(), { timeZone: "UTC", device: "file" })) {
    for (const record of records) {
      if (record.kind === "refused") {
        rejected.push(record.reason);
      } else if (record.kind === "report") {
        const parsed = parseReport(record.report, window);
        if (parsed.ok) {
          rows.push({ device_id: parsed.report.deviceId });
        } else {
          rejected.push(parsed.issues.map(({ path, message }) => `${path} ${message}`).join("; "));
        }
      }
    }
  }
  return { status: "file", rows, rejected };
}

function withoutEmpty(row: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ""));
}
