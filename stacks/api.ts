import { corsSettings, receiveSettings } from "./settings.ts";

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
