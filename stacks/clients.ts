import { route } from "./authorization.ts";
import { clientAuditTable, clientsTable, clientUsageTable, limitActions } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { deliverySettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";

const clients = new sst.aws.Function("ManageClients", {
  handler: "packages/functions/src/clients.handler",
  description: "Adds clients, changes their rights and gives them keys",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [clientsTable, clientUsageTable, clientAuditTable, settingsLink],
  permissions: [
    { actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"], resources: [clientsTable.arn] },
    { actions: limitActions, resources: [clientUsageTable.arn] },
    // Entries are added under keys that no other has, and none is changed or deleted.
    { actions: ["dynamodb:Query", "dynamodb:PutItem"], resources: [clientAuditTable.arn] },
  ],
});

route("GET /v1/clients", clients);
route("POST /v1/clients", clients);
route("GET /v1/clients/{client}", clients);
route("PATCH /v1/clients/{client}", clients);
route("POST /v1/clients/{client}/keys", clients);
route("PUT /v1/clients/{client}/feeds/{feed}", clients);
route("DELETE /v1/clients/{client}/feeds/{feed}", clients);
route("GET /v1/clients/{client}/usage", clients);
route("GET /v1/usage", clients);
route("GET /v1/audit", clients);

functionAlarms({ ManageClients: clients });
