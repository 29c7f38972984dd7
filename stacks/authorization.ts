import { isPhoneRoute, rightOf, type routes } from "@ashiato/core/api/routes";
import { api } from "./api.ts";
import { clientsTable, clientUsageTable } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { authorizationSettings } from "./settings.ts";

// The stage's own tokens, which have no client: the first client is added with the download token. Two tokens
// of each kind are valid at once, so that one can be replaced while the other is in use. `sst
// secret set IngestToken …` sets one; the second is optional, and an empty text is not a token. See
// docs/operations.md.
const ingestToken = new sst.Secret("IngestToken");
const ingestTokenNext = new sst.Secret("IngestTokenNext", "");
const downloadToken = new sst.Secret("DownloadToken");
const downloadTokenNext = new sst.Secret("DownloadTokenNext", "");

const authorize = new sst.aws.Function("Authorize", {
  handler: "packages/functions/src/authorize.handler",
  description: "Lets a request through whose key or token has the right of its route",
  architecture: "arm64",
  memory: authorizationSettings.memory,
  timeout: authorizationSettings.timeout,
  link: [ingestToken, ingestTokenNext, downloadToken, downloadTokenNext, clientsTable, clientUsageTable],
  permissions: [
    { actions: ["dynamodb:GetItem"], resources: [clientsTable.arn] },
    { actions: ["dynamodb:UpdateItem"], resources: [clientUsageTable.arn] },
  ],
});

functionAlarms({ Authorize: authorize });

const authorizer = api.addAuthorizer({
  name: "Tokens",
  lambda: {
    function: authorize.arn,
    response: "simple",
    ttl: authorizationSettings.cached,
    // The route is part of the cache's key: without it, a decision for one route would hold for all.
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.caching
    identitySources: ["$request.header.Authorization", "$context.routeKey"],
  },
});

// An identity source that is missing is a 401 without a question to the authorizer, and the token of a phone
// is in a header or in the URL: so it is asked about each request, without identity sources and without a
// cache, which would need one.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html#http-api-lambda-authorizer.identity-sources
const phoneAuthorizer = api.addAuthorizer({
  name: "PhoneTokens",
  lambda: { function: authorize.arn, response: "simple", ttl: "0 seconds", identitySources: [] },
});

/** Puts a route of the API on a function, behind the authorizer if the route asks for a right. */
export function route(routeKey: keyof typeof routes, fn: sst.aws.Function): void {
  api.route(
    routeKey,
    fn.arn,
    rightOf(routeKey) === undefined
      ? {}
      : { auth: { lambda: (isPhoneRoute(routeKey) ? phoneAuthorizer : authorizer).id } },
  );
}
