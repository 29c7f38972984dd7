import { type Status, statusSchema } from "@ashiato/core/status/status";
import { numberText } from "../terminal/text-table.ts";
import { askApi } from "../api/ask-api.ts";
import { type Command, readWords } from "./command.ts";
import { leftText } from "./run/left-text.ts";
import { type CommandStage, openStage } from "./stage.ts";
import { counted } from "../terminal/counted.ts";
import { readableTime } from "../report/zoned-time.ts";

export const statusCommand: Command = {
  help: `Shows the reports of today, the messages on the queue and the age of the oldest, the work objects in the inbox, the last run, up to when every accepted report is in an export, the next scheduled run, and what needs a person, with the section that says what to do. Times are in the stage's time zone.

  npm run ashiato -- status

For example, of a deployed stage: npm run ashiato -- status --stage production

  --stage, --json: see npm run ashiato -- --help

Exits 0 if the stage could be asked, even if its last run failed: see lastRun and needs of --json, which is the answer of GET /v1/status.`,
  async run(words, { print, signal }) {
    const { values } = readWords(words, {});
    const stage = await openStage(values);
    const status = await askApi(stage, "/v1/status", { schema: statusSchema, signal });
    print(values.json ? JSON.stringify(status) : statusText(status, stage));
    return 0;
  },
};

function statusText(status: Status, { storeSchedule }: CommandStage): string {
  const { reports, queue, inbox, lastRun, schedule, completeThrough, timeZone } = status;
  const lines: [label: string, text: string][] = [["Stage", status.stage]];
  if (reports !== undefined) {
    const { received, kept, equal, rejected } = reports.totals;
    lines.push([
      "Today",
      `${counted(received, "report")} received, ${numberText(kept)} kept, ${numberText(equal)} equal to these, ${numberText(rejected)} rejected`,
    ]);
  }
  if (queue !== undefined) {
    lines.push(["Queue", `${queueText(queue)}; store runs at ${storeSchedule}`]);
  }
  if (inbox !== undefined) {
    const oldest =
      inbox.oldest === undefined ? "" : `, the oldest from ${readableTime(inbox.oldest, timeZone)}`;
    lines.push([
      "Inbox",
      `${counted(inbox.objects, "work object")}, ${counted(inbox.bytes, "byte")}${oldest}, in ${inbox.url}`,
    ]);
  }
  if (lastRun !== undefined) {
    lines.push(["Last run", lastRun === null ? "none" : lastRunText(lastRun, timeZone)]);
    lines.push(...leftText(lastRun?.left ?? []).map((text): [string, string] => ["Left", text]));
  }
  if (completeThrough !== undefined) {
    lines.push([
      "Complete",
      completeThrough === null
        ? "no run has exported everything yet"
        : `through ${readableTime(completeThrough, timeZone)}: every report accepted before then is in an export`,
    ]);
  }
  if (schedule !== undefined) {
    lines.push(["Next run", nextRunText(schedule, timeZone)]);
  }
  lines.push(
    ...status.needs.map(({ what, mend, page }): [string, string] => ["Needs", `${what}\n${mend}: ${page}`]),
  );
  lines.push(...status.unread.map(({ part, reason }): [string, string] => ["Unread", `${part}: ${reason}`]));
  return lines
    .map(([label, text]) => `${label.padEnd(10)}${text.replaceAll("\n", `\n${" ".repeat(10)}`)}`)
    .join("\n");
}

function queueText({ waiting, inFlight, oldestSeconds }: NonNullable<Status["queue"]>): string {
  const isEmpty = waiting + inFlight === 0;
  const age = isEmpty || oldestSeconds === undefined ? "" : `, the oldest ${oldestSeconds} s old`;
  return `${counted(waiting, "message")} waiting, ${numberText(inFlight)} in flight${age}`;
}

function lastRunText(
  { run, status, startedAt, stoppedAt, phase }: NonNullable<Status["lastRun"]>,
  timeZone: string,
): string {
  const started = readableTime(startedAt, timeZone);
  return stoppedAt === undefined
    ? `${run} ${status}, in the phase ${phase}, since ${started}`
    : `${run} ${status}, ${started} to ${readableTime(stoppedAt, timeZone)}`;
}

function nextRunText(
  { next, enabled, expression }: NonNullable<Status["schedule"]>,
  timeZone: string,
): string {
  if (next !== undefined) {
    return readableTime(next, timeZone);
  }
  return enabled ? expression : "none: the schedule is disabled";
}
