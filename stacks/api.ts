import { alarm } from "./alarm.ts";
import { alarmSettings, corsSettings, receiveSettings } from "./settings.ts";

export const api = new sst.aws.ApiGatewayV2("Api", {
  cors:
    corsSettings.allowedOrigins.length === 0
      ? false
      : {
          allowOrigins: [...corsSettings.allowedOrigins],
          allowMethods: ["GET", "POST"],
          allowHeaders: ["authorization", "content-encoding", "content-type"],
          exposeHeaders: ["retry-after"],
          maxAge: corsSettings.maxAge,
        },
  transform: {
    stage: {
      defaultRouteSettings: {
        throttlingRateLimit: receiveSettings.requestsPerSecond,
        throttlingBurstLimit: receiveSettings.burstRequests,
      },
    },
  },
});

const dimensions = { ApiId: api.nodes.api.id };

alarm("ApiErrorsAlarm", {
  description:
    "The API answered 5xx: senders keep their reports and try again. See docs/operations.md, An alarm.",
  namespace: "AWS/ApiGateway",
  metric: "5xx",
  dimensions,
  statistic: "Sum",
  threshold: 0,
  periodSeconds: 300,
});

alarm("ApiLatencyAlarm", {
  description: "One request of a hundred takes seconds. See docs/operations.md, An alarm.",
  namespace: "AWS/ApiGateway",
  metric: "Latency",
  dimensions,
  statistic: "p99",
  threshold: alarmSettings.latencyMilliseconds,
  periodSeconds: 300,
  periods: alarmSettings.latencyPeriods,
});
