import { receiveSettings } from "./settings.ts";

export const api = new sst.aws.ApiGatewayV2("Api", {
  // Devices and servers call this API, browsers do not.
  cors: false,
  transform: {
    stage: {
      defaultRouteSettings: {
        throttlingRateLimit: receiveSettings.requestsPerSecond,
        throttlingBurstLimit: receiveSettings.burstRequests,
      },
    },
  },
});
