import { convertLabel, fileIntakeDefinition } from "@ashiato/core/file-intake/definition";
import { intakePrefix } from "@ashiato/core/intake-keys";
import { withdrawalPrefix } from "@ashiato/core/withdrawal-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { alarm } from "./alarm.ts";
import { assumedBy } from "./assumed-by.ts";
import { below } from "./below.ts";
import { clientsTable } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { logDelivery } from "./log-delivery.ts";
import { notifications } from "./notifications.ts";
import { undelivered } from "./schedules.ts";
import { intakeSettings, retention } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { inbox, lake } from "./storage.ts";
import { machineTracing, tracingConfiguration } from "./tracing.ts";

/** Reads a file of the inbox. Without ListBucket S3 answers 403 for an object that is not there. */
const readInbox = [
  { actions: ["s3:ListBucket"], resources: [inbox.arn] },
  { actions: ["s3:GetObject"], resources: below(inbox.arn, [""]) },
];

/** Reads and writes receipts, and what becomes of the parts of a file. */
const keepReceipts = [
  { actions: ["s3:ListBucket"], resources: [lake.arn] },
  { actions: ["s3:GetObject", "s3:PutObject"], resources: below(lake.arn, [intakePrefix]) },
];

const inspect = new sst.aws.Function("IntakeInspect", {
  handler: "packages/functions/src/intake-inspect.handler",
  description: "Takes a file that was dropped, once, and looks at what it holds",
  architecture: "arm64",
  memory: intakeSettings.functionMemory,
  timeout: intakeSettings.functionTimeout,
  link: [lake, settingsLink, clientsTable],
  permissions: [
    ...readInbox,
    ...keepReceipts,
    // Whose folder it is.
    { actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] },
    // Whether rows of an earlier file with the same contents were taken out since.
    { actions: ["s3:GetObject"], resources: below(lake.arn, [withdrawalPrefix]) },
  ],
});

const convert = new sst.aws.Function("IntakeConvert", {
  handler: "packages/functions/src/intake-convert.handler",
  description: "Converts a part of a file into rows of the inbox",
  architecture: "arm64",
  memory: intakeSettings.convertMemory,
  timeout: intakeSettings.convertTimeout,
  link: [lake, settingsLink],
  permissions: [
    ...readInbox,
    { actions: ["s3:PutObject", "s3:AbortMultipartUpload"], resources: below(lake.arn, [intakePrefix]) },
  ],
});

const register = new sst.aws.Function("IntakeRegister", {
  handler: "packages/functions/src/intake-register.handler",
  description: "Makes the rows of a file work objects when all of it is converted",
  architecture: "arm64",
  memory: intakeSettings.functionMemory,
  timeout: intakeSettings.registerTimeout,
  link: [lake],
  permissions: [
    ...keepReceipts,
    { actions: ["s3:AbortMultipartUpload", "s3:DeleteObject"], resources: below(lake.arn, [intakePrefix]) },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [workPrefix]) },
  ],
});

const fail = new sst.aws.Function("IntakeFail", {
  handler: "packages/functions/src/intake-fail.handler",
  description: "Writes why a file was not taken",
  architecture: "arm64",
  memory: intakeSettings.functionMemory,
  timeout: intakeSettings.functionTimeout,
  link: [lake],
  permissions: [
    ...keepReceipts,
    // The rows of a file of which another part cannot be read.
    { actions: ["s3:DeleteObject"], resources: below(lake.arn, [intakePrefix]) },
  ],
});

const accountId = aws.getCallerIdentityOutput().accountId;
const region = aws.getRegionOutput().region;
const partition = aws.getPartitionOutput().partition;

// The role must name the machine before the machine is there, so the name is ours and not generated.
const machineName = `${$app.name}-${$app.stage}-FileIntake`;
const machineArn = $interpolate`arn:${partition}:states:${region}:${accountId}:stateMachine:${machineName}`;
const executionArns = $interpolate`arn:${partition}:states:${region}:${accountId}:execution:${machineName}`;

const role = new aws.iam.Role("FileIntakeRole", {
  assumeRolePolicy: assumedBy("states.amazonaws.com"),
  inlinePolicies: [
    {
      name: "file-intake",
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [
          {
            actions: ["lambda:InvokeFunction"],
            resources: [inspect.arn, convert.arn, register.arn, fail.arn],
          },
          // The Distributed Map starts its children as executions of this same machine.
          { actions: ["states:StartExecution"], resources: [machineArn] },
          {
            actions: ["states:DescribeExecution", "states:StopExecution"],
            resources: [$interpolate`${executionArns}:*`],
          },
          {
            actions: ["states:RedriveExecution"],
            resources: [$interpolate`${executionArns}/${convertLabel}:*`],
          },
          { actions: ["sns:Publish"], resources: [notifications.arn] },
          logDelivery,
          ...machineTracing,
        ],
      }).json,
    },
  ],
});

const logGroup = new aws.cloudwatch.LogGroup("FileIntakeLogs", {
  name: `/aws/vendedlogs/states/${machineName}`,
  retentionInDays: retention.logsDays,
});

export const fileIntake = new aws.sfn.StateMachine("FileIntake", {
  name: machineName,
  type: "STANDARD",
  roleArn: role.arn,
  loggingConfiguration: {
    level: "ERROR",
    includeExecutionData: true,
    logDestination: $interpolate`${logGroup.arn}:*`,
  },
  tracingConfiguration,
  definition: $resolve({
    functions: { inspect: inspect.arn, convert: convert.arn, register: register.arn, fail: fail.arn },
    topicArn: notifications.arn,
  }).apply((names) => JSON.stringify(fileIntakeDefinition(names, intakeSettings))),
});

// Every object of the bucket is announced on the account's default event bus, at least once.
new aws.s3.BucketNotification("InboxNotification", { bucket: inbox.name, eventbridge: true });

const arrival = new aws.cloudwatch.EventRule("FileArrived", {
  name: `${$app.name}-${$app.stage}-FileArrived`,
  description: "A file was dropped into the inbox",
  eventPattern: inbox.name.apply((bucket: string) =>
    JSON.stringify({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      // A folder that a person makes in the console is an object, too, whose key ends in a slash.
      detail: { bucket: { name: [bucket] }, object: { key: [{ "anything-but": { suffix: "/" } }] } },
    }),
  ),
});

const arrivalRole = new aws.iam.Role("FileArrivedRole", {
  assumeRolePolicy: assumedBy("events.amazonaws.com"),
  inlinePolicies: [
    {
      name: "start",
      policy: aws.iam.getPolicyDocumentOutput({
        statements: [{ actions: ["states:StartExecution"], resources: [fileIntake.arn] }],
      }).json,
    },
  ],
});

new aws.cloudwatch.EventTarget("FileArrivedTarget", {
  rule: arrival.name,
  targetId: "FileIntake",
  arn: fileIntake.arn,
  roleArn: arrivalRole.arn,
  deadLetterConfig: { arn: undelivered.arn },
});

for (const metric of ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"]) {
  alarm(`FileIntake${metric}Alarm`, {
    description:
      "A file that was dropped was not taken in: the topic has its name and the reason. See docs/operations.md, A file was not taken in.",
    namespace: "AWS/States",
    metric,
    dimensions: { StateMachineArn: fileIntake.arn },
    statistic: "Sum",
    threshold: 0,
    periodSeconds: 300,
  });
}

functionAlarms({
  IntakeInspect: inspect,
  IntakeConvert: convert,
  IntakeRegister: register,
  IntakeFail: fail,
});
