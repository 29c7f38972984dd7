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
    stage: (args: aws.apigatewayv2.StageArgs) => {
      args.defaultRouteSettings = {
        throttlingRateLimit: receiveSettings.requestsPerSecond,
        throttlingBurstLimit: receiveSettings.burstRequests,
      };
      if (args.accessLogSettings !== undefined) {
        args.accessLogSettings = $output(args.accessLogSettings).apply(withClient);
      }
    },
  },
});

/**
 * Adds to the format of an access log the client that the authorizer names: a dash for the stage's
 * own tokens.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
function withClient<Log extends { format: string }>(log: Log): Log {
  const fields = Object.entries(JSON.parse(log.format));
  const format = Object.fromEntries([...fields, ["client", "$context.authorizer.client"]]);
  return { ...log, format: JSON.stringify(format) };
}

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
