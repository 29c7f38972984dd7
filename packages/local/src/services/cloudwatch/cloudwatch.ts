import { arn, byArn } from "../aws-names.ts";
import { stateOnly } from "../service.ts";

export const cloudwatch = stateOnly({
  name: "cloudwatch",
  kinds: {
    "aws:cloudwatch/logGroup:LogGroup": {
      unserved: "logs go to files of the stage",
      state: ({ inputs }, aws) => byArn(arn(aws, "logs", `log-group:${String(inputs["name"])}`), inputs),
    },
    "aws:cloudwatch/metricAlarm:MetricAlarm": { unserved: "no alarm is raised", autoname: "" },
    "aws:cloudwatch/dashboard:Dashboard": { unserved: "no dashboard is shown" },
  },
  plan: () => undefined,
});
