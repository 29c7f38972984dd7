import { CloudWatchClient, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { credentialsOf, type RunningStage } from "./running-stage.ts";

/** Puts an alarm of the stage into the state ALARM, by its name without that of the stage. */
export async function raiseAlarm(app: RunningStage, name: string, reason: string): Promise<void> {
  const { plan, environment, endpoints } = app.stage;
  const credentials = credentialsOf(environment);
  const cloudwatch = new CloudWatchClient({
    region: plan.region,
    credentials,
    endpoint: endpoints.cloudwatch,
  });
  try {
    await cloudwatch.send(
      new SetAlarmStateCommand({
        AlarmName: `ashiato-local-${name}`,
        StateValue: "ALARM",
        StateReason: reason,
      }),
    );
  } finally {
    cloudwatch.destroy();
  }
}
