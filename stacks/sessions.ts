import { route } from "./authorization.ts";
import { functionAlarms } from "./function-alarms.ts";
import { sessionsTable, ticketsTable } from "./session-tables.ts";
import { deliverySettings } from "./settings.ts";

const sessions = new sst.aws.Function("ManageSessions", {
  handler: "packages/functions/src/sessions.handler",
  description: "Signs in to the console by a ticket, and signs out",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [ticketsTable, sessionsTable],
  // No more than to turn a ticket into a session: the authorizer alone reads sessions.
  permissions: [
    { actions: ["dynamodb:DeleteItem"], resources: [ticketsTable.arn] },
    { actions: ["dynamodb:PutItem", "dynamodb:DeleteItem"], resources: [sessionsTable.arn] },
  ],
});

route("POST /v1/sessions", sessions);
route("DELETE /v1/sessions/current", sessions);

functionAlarms({ ManageSessions: sessions });
