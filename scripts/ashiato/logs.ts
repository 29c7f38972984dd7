import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { nearest } from "../terminal/nearest.ts";
import { type Command, readWords, UsageError } from "./command.ts";
import { readEvents } from "./logs/follow-events.ts";
import { listLogSources, type LogSource } from "./logs/log-sources.ts";
import { logText } from "./logs/log-text.ts";
import { sinceTime } from "./logs/since-time.ts";
import { openStage } from "./stage.ts";

export const logsCommand: Command = {
  help: `Shows log events in the order of their time, each with its time in the stage's zone, its source, its level, its message and its fields.

  npm run ashiato -- logs [SOURCE] [--since 10m] [--follow] [--filter PATTERN]

For example: npm run ashiato -- logs Store --since 2h --filter ERROR

  SOURCE            a function such as Store, the API's access log or the daily batch's; all of them if absent
  --since TIME      how far back: 90s, 10m, 2h, 3d, or a time such as 2026-11-26T09:00:00+09:00 (default: 10m)
  --follow          goes on with new events until Ctrl-C
  --filter PATTERN  only events that match a filter pattern of CloudWatch Logs: ERROR, "?ERROR ?WARN", '{ $.level = "ERROR" }'
  --stage NAME      see npm run ashiato -- --help
  --json            one JSON object for each event, on a line of its own

Exits 0 even if there is no event.`,
  async run(words, { print, signal }) {
    const { values, positionals } = readWords(
      words,
      {
        since: { type: "string", default: "10m" },
        follow: { type: "boolean", default: false },
        filter: { type: "string" },
      },
      ["[SOURCE]"],
    );
    const from = sinceTime(values.since, Date.now());
    const stage = await openStage(values);
    const client = new CloudWatchLogsClient({});
    try {
      const sources = named(await listLogSources(client, stage), positionals[0]);
      const width = Math.max(...sources.map(({ name }) => name.length));
      const asked = { from, follow: values.follow, pattern: values.filter };
      for await (const event of readEvents({ client, signal }, sources, asked)) {
        print(values.json ? JSON.stringify(event) : logText(event, { timeZone: stage.timeZone, width }));
      }
      return 0;
    } finally {
      client.destroy();
    }
  },
};

/** Throws UsageError, naming the existing sources. */
function named(sources: readonly LogSource[], name: string | undefined): readonly LogSource[] {
  if (name === undefined) {
    return sources;
  }
  const found = sources.filter((source) => source.name.toLowerCase() === name.toLowerCase());
  if (found.length === 0) {
    const names = sources.map((source) => source.name);
    const meant = nearest(name, names);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    throw new UsageError(`Nothing named ${name} writes a log.${hint} There are ${names.join(", ")}.`);
  }
  return found;
}
