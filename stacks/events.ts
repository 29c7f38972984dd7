import { exportPrefix } from "@ashiato/core/export-keys";
import { intakePrefix } from "@ashiato/core/intake-keys";
import { below } from "./below.ts";
import { dailyBatch } from "./daily-batch.ts";
import { batch } from "./delivery.ts";
import { eventRule } from "./event-rule.ts";
import { functionAlarms } from "./function-alarms.ts";
import { consume, functionQueue } from "./function-queue.ts";
import { fileIntake } from "./intake.ts";
import { eventSettings } from "./settings.ts";
import { admitRules } from "./stage-rules.ts";
import { downloads, lake } from "./storage.ts";

/** What happens in the stage, in the app's own words: whoever wants to know of it declares a rule. */
export const events = new sst.aws.Bus("Events");

/** Events of AWS's services from which the stage's own are made. */
const { queue: occurrences } = functionQueue("Occurrences", {
  visibilityTimeout: eventSettings.announceVisibility,
  attempts: eventSettings.announceAttempts,
  alarmAgeSeconds: eventSettings.alarmAgeSeconds,
  dead: "An event was not announced: see the log of Announce, and docs/operations.md, An event was not announced.",
  waiting: "Events wait to be announced: Announce fails, or its queue no longer invokes it.",
});
admitRules("Occurrences", occurrences);

/** Rules of the account's default bus, where S3 and Step Functions put their events, with their patterns. */
const patterns: Record<string, $util.Output<object>> = {
  ExecutionChanged: $resolve([dailyBatch.arn, fileIntake.arn]).apply((stateMachineArn) => ({
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail: { stateMachineArn, status: ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"] },
  })),
  // The documents that are written last: what they describe is there, even if its run fails after that.
  ExportWritten: downloads.name.apply((name: string) => ({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    detail: {
      bucket: { name: [name] },
      object: {
        key: [
          { wildcard: `${exportPrefix}dt=*/export.json` },
          { wildcard: `${exportPrefix}dt=*/supplement-*.json` },
        ],
      },
    },
  })),
};

new aws.s3.BucketNotification("DownloadsNotification", { bucket: downloads.name, eventbridge: true });

for (const [name, pattern] of Object.entries(patterns)) {
  eventRule(name, {
    description: "Something happened that Announce makes an event of",
    pattern,
    target: { id: "Occurrences", arn: occurrences.arn },
  });
}

const announce = new sst.aws.Function("Announce", {
  handler: "packages/functions/src/announce.handler",
  description: "Puts what happened onto the bus of events, in the app's own words",
  architecture: "arm64",
  memory: eventSettings.memory,
  timeout: eventSettings.announceTimeout,
  link: [batch, events, lake],
  permissions: [
    consume(occurrences),
    { actions: ["events:PutEvents"], resources: [events.arn] },
    // Without ListBucket S3 answers 403 for what has expired, and for a file without a receipt.
    { actions: ["s3:ListBucket"], resources: [downloads.arn, lake.arn] },
    {
      actions: ["s3:GetObject"],
      resources: [...below(downloads.arn, [exportPrefix]), ...below(lake.arn, [intakePrefix])],
    },
    // Input and output of an execution, where an event has no room for them.
    {
      actions: ["states:DescribeExecution"],
      resources: [dailyBatch.arn, fileIntake.arn].map(
        (arn) =>
          $interpolate`${arn.apply((text: string) => text.replace(":stateMachine:", ":execution:"))}:*`,
      ),
    },
  ],
});

occurrences.subscribe(announce.arn, { batch: { size: 1 } });

functionAlarms({ Announce: announce });
