import { alarm } from "./alarm.ts";
import { liveSettings } from "./settings.ts";

/** Connections on which the stage says what happens: docs/live.md. */
export const live = new sst.aws.ApiGatewayWebSocket("Live", {
  transform: {
    stage: (args: aws.apigatewayv2.StageArgs) => {
      args.defaultRouteSettings = {
        throttlingRateLimit: liveSettings.messagesPerSecond,
        throttlingBurstLimit: liveSettings.burstMessages,
      };
    },
  },
});

for (const [metric, what] of [
  [
    "IntegrationError",
    "Socket failed, so that a message had no answer, or the end of a connection was not noted",
  ],
  ["ExecutionError", "API Gateway could not call AuthorizeConnection or Socket"],
] as const) {
  alarm(`Live${metric}sAlarm`, {
    description: `${what}. See docs/operations.md, Pushes.`,
    namespace: "AWS/ApiGateway",
    metric,
    dimensions: { ApiId: live.nodes.api.id },
    statistic: "Sum",
    threshold: 0,
    periodSeconds: 300,
  });
}
