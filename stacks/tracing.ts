import { tracingSettings } from "./settings.ts";

const { active } = tracingSettings;

/** What a role needs for its service to send traces. These actions know no resource. */
const sendTraces = {
  actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  resources: ["*"],
};

// Lambda records each invocation and passes the trace on: the SDK's clients send it along by themselves.
// https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
if (active) {
  $transform(sst.aws.Function, (args: sst.aws.FunctionArgs) => {
    args.permissions = $resolve([args.permissions]).apply(([own]) => [...(own ?? []), sendTraces]);
  });
  $transform(aws.lambda.Function, (args: aws.lambda.FunctionArgs) => {
    args.tracingConfig = { mode: "Active" };
  });
}

/** What the role of a state machine may do besides, for the machine to be traced. */
export const machineTracing = active
  ? [
      {
        ...sendTraces,
        // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
        actions: [...sendTraces.actions, "xray:GetSamplingRules", "xray:GetSamplingTargets"],
      },
    ]
  : [];

/** The setting of a state machine. */
export const tracingConfiguration = { enabled: active };
