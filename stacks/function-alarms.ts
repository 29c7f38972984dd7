import { alarm } from "./alarm.ts";

/**
 * Declares two alarms on each function: it failed, or could not start because the account's concurrency was
 * exhausted.
 */
export function functionAlarms(functions: Record<string, sst.aws.Function>): void {
  for (const [name, { name: FunctionName }] of Object.entries(functions)) {
    alarm(`${name}ErrorsAlarm`, {
      description: `${name} failed. See its log, and docs/operations.md, An alarm.`,
      namespace: "AWS/Lambda",
      metric: "Errors",
      dimensions: { FunctionName },
      statistic: "Sum",
      threshold: 0,
      periodSeconds: 300,
    });
    alarm(`${name}ThrottlesAlarm`, {
      description: `${name} was not started: the account's concurrent executions were used up. See docs/operations.md, An alarm.`,
      namespace: "AWS/Lambda",
      metric: "Throttles",
      dimensions: { FunctionName },
      statistic: "Sum",
      threshold: 0,
      periodSeconds: 300,
    });
  }
}
