import { calendarOf } from "../report/calendar.ts";
import { lastDate } from "../report/shift.ts";

export type Banner = {
  apiUrl: string;
  /** Variables through which SDK clients and the AWS CLI find the stage. */
  environment: Record<string, string>;
  /** Bearer tokens of the API. */
  tokens: { ingest: string; download: string };
  /** Folder of the stage's state. */
  directory: string;
  storeFunction: string;
  dailyBatchArn: string;
  downloadsBucket: string;
  /** Time zone of the business dates. */
  timeZone: string;
  /** Time of the example report. */
  now: Date;
};

/** Returns what a person needs to use the stage that has just started. */
export function banner(stage: Banner): string {
  const report = {
    deviceId: "phone-1",
    timestamp: stage.now.toISOString(),
    latitude: 35.681_236,
    longitude: 139.767_125,
  };
  const yesterday = lastDate(calendarOf(stage.timeZone), stage.now.getTime());
  const exports = Object.entries(stage.environment).map(([name, value]) => `export ${name}=${value}`);
  return `
The stage is up: ${stage.apiUrl}

Send a report:

  curl -i ${stage.apiUrl}/v1/locations -H 'content-type: application/json' \\
    -H 'authorization: Bearer ${stage.tokens.ingest}' \\
    -d '${JSON.stringify(report)}'

Start the daily batch, and fetch a day's CSV (see also: npm run ashiato -- --help):

  curl -i -X POST ${stage.apiUrl}/v1/runs -H 'authorization: Bearer ${stage.tokens.download}'
  curl -L -o day.csv ${stage.apiUrl}/v1/exports/${yesterday}/csv -H 'authorization: Bearer ${stage.tokens.download}'

Browse the API: ${stage.apiUrl}/docs

Point the AWS CLI, or anything built on an AWS SDK, at the stage:

${indent(exports)}

Then store and export without waiting for the schedules (every 5 minutes and daily):

  aws lambda invoke --function-name ${stage.storeFunction} /dev/stdout
  aws stepfunctions start-execution --state-machine-arn ${stage.dailyBatchArn}
  aws s3 ls --recursive s3://${stage.downloadsBucket}/

Logs of the functions: ${stage.directory}/logs
Ctrl-C stops the stage; it keeps its data for the next start.
`;
}

function indent(lines: string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
