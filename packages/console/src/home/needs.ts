import type { ExportList, Right, Run, RunSummary, Status } from "../api/client.ts";
import { dateAfter } from "../format/month.ts";

/** Something that a person should see to, in the order in which it presses. */
export type Need =
  | { kind: "runFailed"; run: string; phase: string; cause: string | undefined }
  | { kind: "noRun"; since: string | undefined }
  | { kind: "datesMissing"; dates: string[] }
  | { kind: "datesLeft"; run: string; dates: string[] }
  | { kind: "lateRows"; date: string; rows: number };

/** The batch runs once a day; a run takes at most six hours, and most take minutes. */
const silentMilliseconds = 26 * 3_600_000;
/** Above this share of late rows the next run makes a whole CSV by itself. */
const noticedShare = 0.001;

const ended = new Set<RunSummary["status"]>(["FAILED", "TIMED_OUT", "ABORTED"]);

/**
 * Returns what needs a person, by what the API says of runs and exports. What the key may not see, or is not
 * known yet, is undefined.
 * @param today the present business date
 */
export function needsOf({
  exports,
  runs,
  newest,
  today,
  now,
}: {
  exports: ExportList | undefined;
  runs: readonly RunSummary[] | undefined;
  newest: Run | undefined;
  today: string;
  now: number;
}): Need[] {
  return [
    ...runNeeds({ runs, newest, now }),
    ...(exports === undefined ? [] : exportNeeds(exports, today)),
    ...(newest?.left?.length ? [{ kind: "datesLeft" as const, run: newest.run, dates: newest.left }] : []),
  ];
}

function runNeeds({
  runs,
  newest,
  now,
}: {
  runs: readonly RunSummary[] | undefined;
  newest: Run | undefined;
  now: number;
}): Need[] {
  const [last] = runs ?? [];
  if (runs === undefined || last === undefined) {
    return [];
  }
  if (ended.has(last.status)) {
    const isKnown = newest?.run === last.run;
    const phase = isKnown ? newest.phase : "";
    return [
      {
        kind: "runFailed",
        run: last.run,
        phase,
        cause: isKnown ? (newest.cause ?? newest.error) : undefined,
      },
    ];
  }
  const isSilent = last.status !== "RUNNING" && now - Date.parse(last.startedAt) > silentMilliseconds;
  return isSilent ? [{ kind: "noRun", since: last.startedAt }] : [];
}

function exportNeeds({ exports }: ExportList, today: string): Need[] {
  const dates = new Set(exports.map(({ date }) => date));
  const [first] = [...dates].toSorted();
  const missing: string[] = [];
  for (let date = first ?? today; date < dateAfter(today, -1); date = dateAfter(date, 1)) {
    if (!dates.has(date)) {
      missing.push(date);
    }
  }
  const late = exports.filter(({ lateRows, rows }) => lateRows > 0 && lateRows > rows * noticedShare);
  return [
    ...(missing.length > 0 ? [{ kind: "datesMissing" as const, dates: missing }] : []),
    ...late.map(({ date, lateRows }) => ({ kind: "lateRows" as const, date, rows: lateRows })),
  ];
}

/** Returns whether a caller may do something. */
export function may(caller: { rights: readonly Right[] }, right: Right): boolean {
  return caller.rights.includes(right);
}

/** Returns what the stage itself says that a person should see to, but for the last run: `needsOf` has it. */
export function toldNeeds(status: Status | undefined): Status["needs"] {
  return (status?.needs ?? []).filter(({ kind }) => kind !== "runFailed");
}

/**
 * What may be said where nothing needs a person. `clear` and `running` say it of the stage; `exportsClear` of
 * its exports alone, for a key that sees no runs; `noRun` of a stage that has not run yet. While an answer is
 * awaited, or a part of the stage could not be read, nothing may be said.
 */
export type Verdict = "awaited" | "unread" | "noRun" | "running" | "exportsClear" | "clear";

/** Returns what may be said by the answers that there are; what the key may not ask for is undefined. */
export function verdictOf({
  exports,
  runs,
  newest,
  status,
}: {
  exports: Answer<ExportList> | undefined;
  runs: Answer<{ runs: readonly RunSummary[] }> | undefined;
  newest: Answer<Run | undefined>;
  status: Answer<Status> | undefined;
}): Verdict {
  const answers = [exports, runs, status].filter((answer) => answer !== undefined);
  if (answers.some(({ failure }) => failure !== undefined) || newest.failure !== undefined) {
    return "unread";
  }
  const [last] = runs?.data?.runs ?? [];
  const isAwaited = last !== undefined && newest.data?.run !== last.run;
  if (isAwaited || answers.some(({ data }) => data === undefined)) {
    return "awaited";
  }
  if (status?.data !== undefined && status.data.unread.length > 0) {
    return "unread";
  }
  if (runs === undefined) {
    return "exportsClear";
  }
  if (last === undefined) {
    return "noRun";
  }
  return last.status === "RUNNING" ? "running" : "clear";
}

type Answer<Data> = { data: Data | undefined; failure: unknown };
