import { stateOnly } from "../service.ts";

export const cloudwatch = stateOnly({
  name: "cloudwatch",
  kinds: {
    "aws:cloudwatch/metricAlarm:MetricAlarm": { unserved: "no alarm is raised", autoname: "" },
    "aws:cloudwatch/dashboard:Dashboard": { unserved: "no dashboard is shown" },
  },
  plan: () => undefined,
});
