import { isPhoneRoute, rightOf, type routes } from "@ashiato/core/api/routes";
import { requiredSecrets } from "@ashiato/core/api/secret-names";
import { api } from "./api.ts";
import { clientsTable, clientUsageTable } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { sessionsTable } from "./session-tables.ts";
import { authorizationSettings } from "./settings.ts";

// The stage's own tokens, which belong to no client: the first client is added with the download token. Each
// kind may have two valid tokens, so that one can be replaced while the other is in use. `sst secret set
// IngestToken …` sets the first; the second is optional, and an empty text is not a token. See
// docs/operations.md.
const [ingest, download] = requiredSecrets;
const ingestToken = new sst.Secret(ingest);
const ingestTokenNext = new sst.Secret("IngestTokenNext", "");
const downloadToken = new sst.Secret(download);
const downloadTokenNext = new sst.Secret("DownloadTokenNext", "");

/** What a function does that tells whose a key or a token is. */
export const allowsKeys = {
  link: [ingestToken, ingestTokenNext, downloadToken, downloadTokenNext, clientsTable, clientUsageTable],
  permissions: [
    { actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] },
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
  ],
};

const authorize = new sst.aws.Function("Authorize", {
  handler: "packages/functions/src/authorize.handler",
  description: "Lets a request through whose key or token has the right of its route",
  architecture: "arm64",
  memory: authorizationSettings.memory,
  timeout: authorizationSettings.timeout,
  link: [...allowsKeys.link, sessionsTable],
  permissions: [...allowsKeys.permissions, { actions: ["dynamodb:GetItem"], resources: [sessionsTable.arn] }],
});

functionAlarms({ Authorize: authorize });

const authorizer = api.addAuthorizer({
  name: "Tokens",
  lambda: {
    function: authorize.arn,
    response: "simple",
    ttl: authorizationSettings.cached,
    // The route is part of the cache's key: otherwise a decision for one route would apply to all.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.caching
    identitySources: ["$request.header.Authorization", "$context.routeKey"],
  },
});

// API Gateway answers 401 for a missing identity source without invoking the authorizer, and a phone's token
// may be in a header or in the URL. So this authorizer has no identity sources and no cache, which would need
// one: API Gateway invokes it for every request.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
const phoneAuthorizer = api.addAuthorizer({
  name: "PhoneTokens",
  lambda: { function: authorize.arn, response: "simple", ttl: "0 seconds", identitySources: [] },
});

/** Adds a route of the API for a function, behind the authorizer if the route requires a right. */
export function route(routeKey: keyof typeof routes, fn: sst.aws.Function): void {
  api.route(
    routeKey,
    fn.arn,
    rightOf(routeKey) === undefined
      ? {}
      : { auth: { lambda: (isPhoneRoute(routeKey) ? phoneAuthorizer : authorizer).id } },
  );
}
