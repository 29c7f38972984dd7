/** A program with two WebSocket APIs: one with a default route, and one with an authorizer. */
export const webSocketProgram = `
  const api = new sst.aws.ApiGatewayWebSocket("Live", {
    transform: {
      stage: (args) => {
        args.routeSettings = [{ routeKey: "throttled", throttlingRateLimit: 1, throttlingBurstLimit: 1 }];
      },
    },
  });
  const talk = new sst.aws.Function("Talk", { handler: "live.talk", link: [api], memory: "512 MB" });
  const mute = new sst.aws.Function("Mute", {
    handler: "live.mute",
    environment: { ENDPOINT: api.managementEndpoint },
  });
  for (const route of ["$connect", "$disconnect", "$default", "post", "throttled"]) {
    api.route(route, talk.arn);
  }
  api.route("mute", mute.arn);
  api.route("slow", talk.arn, { transform: { integration: { timeoutMilliseconds: 50 } } });
  const ask = api.route("ask", talk.arn, {
    transform: { route: { routeResponseSelectionExpression: "$default" } },
  });
  new aws.apigatewayv2.RouteResponse("AskResponse", {
    apiId: api.nodes.api.id, routeId: ask.nodes.route.id, routeResponseKey: "$default",
  });

  const closed = new sst.aws.Function("Closed", { handler: "live.talk" });
  const integration = new aws.apigatewayv2.Integration("ClosedIntegration", {
    apiId: api.nodes.api.id, integrationType: "AWS_PROXY", integrationUri: closed.arn,
  });
  new aws.apigatewayv2.Route("ClosedRoute", {
    apiId: api.nodes.api.id, routeKey: "closed", target: $interpolate\`integrations/\${integration.id}\`,
  });

  const guarded = new sst.aws.ApiGatewayWebSocket("Guarded");
  const tickets = guarded.addAuthorizer("Tickets", {
    lambda: { function: "live.authorize", identitySources: ["route.request.querystring.ticket"] },
  });
  guarded.route("$connect", talk.arn, { auth: { lambda: tickets.id } });
  guarded.route("say", talk.arn);
  guarded.route("$disconnect", talk.arn);
  return {
    url: api.url, endpoint: api.managementEndpoint, guarded: guarded.url,
    apiId: api.nodes.api.id, logGroup: api.nodes.logGroup.name, talk: talk.name, closed: closed.name,
  };
`;

/** The functions of the program. */
export const webSocketHandlers = `
  import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
  import { Resource } from "sst";

  export async function talk(event) {
    const { routeKey } = event.requestContext;
    const asked = event.queryStringParameters ?? {};
    const body = JSON.stringify(event);
    if (asked.say === "throw" || event.body?.includes("throw")) {
      throw new Error("The function was asked to fail");
    }
    if (asked.say === "nothing" || event.body?.includes("nothing")) {
      return;
    }
    if (asked.say === "early") {
      return post(event, Resource.Live.managementEndpoint);
    }
    if (routeKey === "post") {
      return post(event, Resource.Live.managementEndpoint);
    }
    if (routeKey === "slow") {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const protocol = asked.protocol && { "sec-websocket-protocol": asked.protocol };
    return { statusCode: Number(asked.status ?? 200), headers: { ...protocol }, body };
  }

  export async function mute(event) {
    return post(event, process.env.ENDPOINT);
  }

  async function post(event, endpoint) {
    const client = new ApiGatewayManagementApiClient({ endpoint });
    const ConnectionId = event.requestContext.connectionId;
    try {
      await client.send(new PostToConnectionCommand({ ConnectionId, Data: "posted: " + event.body }));
      return { statusCode: 200, body: "sent" };
    } catch (error) {
      return { statusCode: 200, body: error.name + ": " + error.message };
    }
  }

  export async function authorize(event) {
    const { ticket } = event.queryStringParameters;
    if (ticket === "unknown") {
      throw new Error("Unauthorized");
    }
    if (ticket === "broken") {
      return { isAuthorized: true };
    }
    return {
      principalId: ticket,
      policyDocument: {
        Version: "2012-10-17",
        Statement: [{
          Effect: ticket === "denied" ? "Deny" : "Allow",
          Action: "execute-api:Invoke",
          Resource: event.methodArn,
        }],
      },
      context: { client: ticket, limit: 5, isTest: true },
    };
  }
`;
