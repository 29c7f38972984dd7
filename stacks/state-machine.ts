import { accountId, partition, region } from "./account.ts";
import { alarm } from "./alarm.ts";
import { assumedBy } from "./assumed-by.ts";
import { undelivered } from "./schedules.ts";
import { functionSettings } from "./settings.ts";
import { machineTracing } from "./tracing.ts";

type Statements = NonNullable<aws.iam.GetPolicyDocumentOutputArgs["statements"]>;

/** A state machine's name and ARN, and the beginnings of the ARNs of its executions and of its Map Runs. */
export type MachineNames = {
  name: string;
  arn: $util.Output<string>;
  execution: $util.Output<string>;
  mapRun: $util.Output<string>;
};

/**
 * Returns the names of a state machine before it exists: its role, or functions that it invokes, must name
 * it, so its name is not generated.
 */
export function machineNames(component: string): MachineNames {
  const name = `${$app.name}-${$app.stage}-${component}`;
  const arnOf = (kind: string): $util.Output<string> =>
    $interpolate`arn:${partition}:states:${region}:${accountId}:${kind}:${name}`;
  return { name, arn: arnOf("stateMachine"), execution: arnOf("execution"), mapRun: arnOf("mapRun") };
}

/** Declares the role of a state machine, which may send traces besides. */
export function machineRole(
  component: string,
  policyName: string,
  statements: Exclude<Statements, $util.Output<unknown> | Promise<unknown>>,
): aws.iam.Role {
  return roleOf(`${component}Role`, "states.amazonaws.com", {
    policyName,
    statements: [...statements, ...machineTracing],
  });
}

/** Starts a state machine at the times of a cron expression, on the clock of the app's time zone. */
export function startOnSchedule(
  component: string,
  machine: aws.sfn.StateMachine,
  scheduleExpression: string,
): aws.scheduler.Schedule {
  const role = roleOf(`${component}ScheduleRole`, "scheduler.amazonaws.com", {
    policyName: "start",
    statements: [
      { actions: ["states:StartExecution"], resources: [machine.arn] },
      { actions: ["sqs:SendMessage"], resources: [undelivered.arn] },
    ],
  });
  return new aws.scheduler.Schedule(`${component}Schedule`, {
    scheduleExpression,
    scheduleExpressionTimezone: functionSettings.timeZone,
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: machine.arn,
      roleArn: role.arn,
      input: JSON.stringify({}),
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3600 },
      deadLetterConfig: { arn: undelivered.arn },
    },
  });
}

function roleOf(
  name: string,
  service: string,
  { policyName, statements }: { policyName: string; statements: Statements },
): aws.iam.Role {
  return new aws.iam.Role(name, {
    assumeRolePolicy: assumedBy(service),
    inlinePolicies: [{ name: policyName, policy: aws.iam.getPolicyDocumentOutput({ statements }).json }],
  });
}

/** Raises an alarm when an execution of a state machine does not succeed. */
export function executionAlarms(component: string, machine: aws.sfn.StateMachine, description: string): void {
  for (const metric of ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"]) {
    alarm(`${component}${metric}Alarm`, {
      description,
      namespace: "AWS/States",
      metric,
      dimensions: { StateMachineArn: machine.arn },
      statistic: "Sum",
      threshold: 0,
      periodSeconds: 300,
    });
  }
}
