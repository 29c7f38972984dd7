import { alarmPage, sectionOf } from "./alarm-page.ts";
import type { Need, StatusParts } from "./status.ts";

const operations = "docs/operations.md";

/** Says what a person must look at, and how it is mended, from those parts of a status that could be read. */
export function needsOf(parts: Partial<StatusParts>): Need[] {
  return [
    ...ofRun(parts.lastRun),
    ...ofFeeds(parts.lastRun),
    ...ofSchedule(parts.schedule),
    ...ofAlarms(parts.alarms),
    ...ofDeadLetters(parts.deadLetters, parts.alarms),
  ];
}

function ofRun(run: StatusParts["lastRun"] | undefined): Need[] {
  if (!run || run.status === "RUNNING" || run.status === "SUCCEEDED") {
    return [];
  }
  const why = [run.error, run.cause].filter((part) => part !== undefined).join(": ");
  return [
    {
      kind: "runFailed",
      about: run.run,
      what: `The last run, ${run.run}, ended ${run.status} in the phase ${run.phase}${why === "" ? "" : `: ${why}`}`,
      mend: "Mend the cause and start a run: it exports what this one has not. Nothing is lost meanwhile",
      page: sectionOf(operations, "The batch failed"),
    },
  ];
}

function ofFeeds(run: StatusParts["lastRun"] | undefined): Need[] {
  return (run?.failedFeeds ?? []).map((feed) => {
    const name = [feed.client, feed.feed, feed.date].filter((part) => part !== undefined).join(" ");
    const why = feed.result === "failed" ? `: ${feed.error}: ${feed.cause}` : "";
    return {
      kind: "feedFailed",
      ...(name !== "" && { about: name }),
      what: `${name === "" ? "The feeds that were due" : `The feed ${name}`} could not be delivered${why}`,
      mend: "Mend the cause; the next run makes the feed again",
      page: sectionOf(operations, "A feed failed"),
    };
  });
}

function ofSchedule(schedule: StatusParts["schedule"] | undefined): Need[] {
  if (schedule === undefined || schedule.enabled) {
    return [];
  }
  return [
    {
      kind: "scheduleDisabled",
      what: "The schedule of the daily batch is disabled: no run starts by itself",
      mend: "Enable the schedule DailyBatchSchedule in EventBridge, or start a run by hand",
      page: sectionOf(operations, "No run has succeeded"),
    },
  ];
}

function ofAlarms(alarms: StatusParts["alarms"] = []): Need[] {
  return alarms.map(({ name, description }) => {
    const { page, heading } = alarmPage(description);
    const what = `${name}: ${description}`;
    return { kind: "alarm", about: name, what, mend: `Follow the section “${heading}”`, page };
  });
}

/** Dead letters raise an alarm within minutes, which then says the same with its own words. */
function ofDeadLetters(
  deadLetters: StatusParts["deadLetters"] = [],
  alarms: StatusParts["alarms"] = [],
): Need[] {
  return deadLetters
    .filter(({ queue, messages }) => messages > 0 && !alarms.some(({ name }) => name === `${queue}Alarm`))
    .map(({ queue, messages }) => ({
      kind: "deadLetters",
      about: queue,
      messages,
      what: `The queue ${queue} holds ${messages} ${messages === 1 ? "message" : "messages"} that could not be worked on`,
      mend: "Mend the cause, and have the messages worked on again or purge the queue",
      page: sectionOf(operations, queue === "DeadReports" ? "The queue grows" : "An alarm"),
    }));
}
