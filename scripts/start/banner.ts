import { calendarOf } from "../report/calendar.ts";
import { zonedTime } from "../report/zoned-time.ts";

export type Banner = {
  apiUrl: string;
  /** Signs in to the console once. */
  signInLink: string;
  /** Bearer tokens of the API. */
  tokens: { ingest: string; download: string };
  /** Schedule of the function that drains the queue: `rate(5 minutes)`. */
  storeSchedule: string;
  /** Time of the next scheduled run, in milliseconds since 1970. */
  nextRun: number | undefined;
  /** Time zone of the business dates. */
  timeZone: string;
  /** Ends each command of the stage: empty, or ` --directory '…'`. */
  directoryOption: string;
  /** Whether the demo's fleet is sent next. */
  withDemo: boolean;
  /** Time of the example report. */
  now: Date;
};

/** Returns what a person needs to use a stage that has just started. */
export function banner(stage: Banner): string {
  const { apiUrl, tokens, timeZone, now, directoryOption } = stage;
  const report = {
    deviceId: "phone-1",
    timestamp: now.toISOString(),
    latitude: 35.681_236,
    longitude: 139.767_125,
  };
  const date = calendarOf(timeZone).dateOf(now.getTime());
  const next = stage.nextRun === undefined ? "never" : `at ${zonedTime(stage.nextRun, timeZone)}`;
  return `
The stage is up: ${apiUrl}
It is ${zonedTime(now.getTime(), timeZone)} in its time zone, ${timeZone}.

In another terminal, in this folder: send a report, run the daily batch, and fetch the CSV of the report's date.

  curl -i ${apiUrl}/v1/locations -H 'content-type: application/json' \\
    -H 'authorization: Bearer ${tokens.ingest}' \\
    -d '${JSON.stringify(report)}'

  npm run ashiato -- run${directoryOption}

  curl -L ${apiUrl}/v1/exports/${date}/csv -H 'authorization: Bearer ${tokens.download}'

Open the console by this link, which signs in once, within 15 minutes; npm run ashiato -- console${directoryOption} prints another:

  ${stage.signInLink}

Or sign in with the second token: ${apiUrl}/console
Browse the API: ${apiUrl}/docs
List the commands: npm run ashiato -- --help
${stage.withDemo ? "" : "Fill the stage with a day of a fleet: start it by npm start -- --with-demo\n"}
Point the AWS CLI, boto3 or anything else that is built on an AWS SDK at the stage, and set $API and the tokens:

  eval "$(npm run -s ashiato -- env${directoryOption})"

The queue is drained at ${stage.storeSchedule}, and the daily batch next runs ${next}; run does both at once.
Follow the logs of the functions, the API and the runs: npm run ashiato -- logs --follow${directoryOption}
Ctrl-C stops the stage; it keeps its data for the next start.
`;
}
