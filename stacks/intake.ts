import { convertLabel, fileIntakeDefinition } from "@ashiato/core/file-intake/definition";
import { intakePrefix } from "@ashiato/core/intake-keys";
import { withdrawalPrefix } from "@ashiato/core/withdrawal-keys";
import { workPrefix } from "@ashiato/core/work-keys";
import { assumedBy } from "./assumed-by.ts";
import { below } from "./below.ts";
import { clientsTable } from "./client-tables.ts";
import { eventRule } from "./event-rule.ts";
import { functionAlarms } from "./function-alarms.ts";
import { logDelivery } from "./log-delivery.ts";
import { notifications } from "./notifications.ts";
import { intakeSettings, retention } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { inbox, lake } from "./storage.ts";
import { executionAlarms, machineNames, machineRole } from "./state-machine.ts";
import { tracingConfiguration } from "./tracing.ts";

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

const names = machineNames("FileIntake");

const role = machineRole("FileIntake", "file-intake", [
  { actions: ["lambda:InvokeFunction"], resources: [inspect.arn, convert.arn, register.arn, fail.arn] },
  // The Distributed Map starts its children as executions of this same machine.
  { actions: ["states:StartExecution"], resources: [names.arn] },
  {
    actions: ["states:DescribeExecution", "states:StopExecution"],
    resources: [$interpolate`${names.execution}:*`],
  },
  {
    actions: ["states:RedriveExecution"],
    resources: [$interpolate`${names.execution}/${convertLabel}:*`],
  },
  { actions: ["sns:Publish"], resources: [notifications.arn] },
  logDelivery,
]);

const logGroup = new aws.cloudwatch.LogGroup("FileIntakeLogs", {
  name: `/aws/vendedlogs/states/${names.name}`,
  retentionInDays: retention.logsDays,
});

export const fileIntake = new aws.sfn.StateMachine("FileIntake", {
  name: names.name,
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
  }).apply((named) => JSON.stringify(fileIntakeDefinition(named, intakeSettings))),
});

// Every object of the bucket is announced on the account's default event bus, at least once.
new aws.s3.BucketNotification("InboxNotification", { bucket: inbox.name, eventbridge: true });

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

eventRule("FileArrived", {
  description: "A file was dropped into the inbox",
  pattern: inbox.name.apply((bucket: string) => ({
    source: ["aws.s3"],
    "detail-type": ["Object Created"],
    // A folder that a person makes in the console is an object, too, whose key ends in a slash.
    detail: { bucket: { name: [bucket] }, object: { key: [{ "anything-but": { suffix: "/" } }] } },
  })),
  target: { id: "FileIntake", arn: fileIntake.arn, roleArn: arrivalRole.arn },
});

executionAlarms(
  "FileIntake",
  fileIntake,
  "A file that was dropped was not taken in: the topic has its name and the reason. See docs/operations.md, A file was not taken in.",
);

functionAlarms({
  IntakeInspect: inspect,
  IntakeConvert: convert,
  IntakeRegister: register,
  IntakeFail: fail,
});
