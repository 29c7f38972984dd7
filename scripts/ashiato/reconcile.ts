import { setTimeout as sleep } from "node:timers/promises";
import {
  type ComparisonProgress,
  reconciliationProgressSchema,
  startedReconciliationSchema,
} from "@ashiato/core/api/reconciliation-schemas";
import { askApi } from "../api/ask-api.ts";
import { askPatiently } from "../api/ask-patiently.ts";
import { readableTime } from "../report/zoned-time.ts";
import { counted } from "../terminal/counted.ts";
import { calendarDate, type Command, type Io, readWords } from "./command.ts";
import { type CommandStage, openStage } from "./stage.ts";

const pollMilliseconds = 1_000;
const newest = "latest";

export const reconcileCommand: Command = {
  help: `Compares the table's objects, its partitions and a count of its reports with the exports and with the records of batches and runs, and says what does not fit together.

  npm run ashiato -- reconcile [--from DATE] [--to DATE] [--repair]

For example: npm run ashiato -- reconcile --from 2026-11-01 --to today

  --from DATE  first business date, yyyy-MM-dd, today or yesterday (default: 38 days ago, and then the warehouse counts only the last 8 days)
  --to DATE    last business date (default: tomorrow, of which reports are accepted)
  --repair     add partitions that are missing, drop those that never held anything, request exports that are missing or behind, and remove
               the files of versions that were never published. No row is touched
  --last       show what the last comparison found, such as the weekly one, and start none
  --stage, --json: see npm run ashiato -- --help

It waits for a run in progress to end first.

Exits 0 only if everything fits together, or was repaired.`,
  async run(words, io) {
    const { values } = readWords(words, {
      from: { type: "string" },
      to: { type: "string" },
      repair: { type: "boolean", default: false },
      last: { type: "boolean", default: false },
    });
    const from = values.from === undefined ? undefined : calendarDate("--from", values.from);
    const to = values.to === undefined ? undefined : calendarDate("--to", values.to);
    const stage = await openStage(values);
    const request = { from: from?.(stage), to: to?.(stage), ...(values.repair && { repair: true }) };
    const name = values.last ? newest : await start(stage, request, io);
    const ended = await watch(stage, name, io);
    io.print(values.json ? JSON.stringify(ended) : outcome(ended, stage.timeZone));
    if ((ended.repaired ?? []).some(({ repair }) => repair === "request export")) {
      io.progress.say("The next run exports what was requested: npm run ashiato -- run");
    }
    return ended.status === "SUCCEEDED" && ended.findings?.length === 0 ? 0 : 1;
  },
};

async function start(stage: CommandStage, body: object, { signal }: Io): Promise<string> {
  const { reconciliation } = await askApi(stage, "/v1/reconciliations", {
    method: "POST",
    body,
    schema: startedReconciliationSchema,
    signal,
  });
  return reconciliation;
}

const phaseTexts: Record<ComparisonProgress["phase"], string> = {
  waiting: "waits for a run in progress to end",
  counting: "counts the reports of each date",
  comparing: "compares",
  repairing: "repairs",
  ended: "ended",
};

async function watch(
  stage: CommandStage,
  name: string,
  { progress, signal }: Io,
): Promise<ComparisonProgress> {
  const began = performance.now();
  for (;;) {
    const state = await askPatiently(stage, `/v1/reconciliations/${name}`, {
      schema: reconciliationProgressSchema,
      signal,
      onRetry: (reason) => progress.update(`asking again: ${reason}`),
    });
    if (state.status !== "RUNNING") {
      return state;
    }
    progress.update(`${phaseTexts[state.phase]} · ${Math.floor((performance.now() - began) / 1_000)} s`);
    await sleep(pollMilliseconds, undefined, { signal });
  }
}

function outcome(ended: ComparisonProgress, timeZone: string): string {
  const { status, phase, from, to, compared, repaired = [], findings, error, cause, stoppedAt } = ended;
  if (status !== "SUCCEEDED" || findings === undefined) {
    const why = [error, cause].filter((part) => part !== undefined).join(": ") || "no reason given";
    return `The comparison ended ${status} when it ${phaseTexts[phase]}: ${why}`;
  }
  const what =
    compared &&
    `${from} to ${to}: ${counted(compared.dates, "date")}, ${counted(compared.objects, "object")}, ${counted(compared.partitions, "partition")}, ${counted(compared.versions, "version")}${stoppedAt === undefined ? "" : `, compared at ${readableTime(stoppedAt, timeZone)}`}`;
  return [
    what,
    ...repaired.map(({ date, repair, text }) => `${date ?? "store/"}  repaired (${repair}): ${text}`),
    ...findings.flatMap(findingLines),
    findings.length === 0
      ? "Everything fits together"
      : `${counted(findings.length, "finding")}; what each means: docs/operations.md, "Compare what is stored"`,
  ]
    .filter((line) => line !== undefined)
    .join("\n");
}

type Finding = NonNullable<ComparisonProgress["findings"]>[number];

function findingLines({ kind, date, text, advice, repair, keys, objects }: Finding): string[] {
  const rest = objects - keys.length;
  return [
    `${date ?? "store/"}  ${kind}: ${text}`,
    ...keys.map((key) => `            ${key}`),
    ...(rest > 0 ? [`            and ${counted(rest, "more", "more")}`] : []),
    `            What to do: ${advice}${repair === undefined ? "" : ` (--repair: ${repair})`}`,
  ];
}
