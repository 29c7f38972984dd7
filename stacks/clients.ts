import { pendingPrefix } from "@ashiato/core/run-keys";
import { withdrawalPrefix, withdrawnPrefix } from "@ashiato/core/withdrawal-keys";
import { route } from "./authorization.ts";
import { below } from "./below.ts";
import { clientAuditTable, clientsTable, clientUsageTable, limitActions } from "./client-tables.ts";
import { functionAlarms } from "./function-alarms.ts";
import { deliverySettings } from "./settings.ts";
import { settingsLink } from "./settings-link.ts";
import { lake } from "./storage.ts";

const clients = new sst.aws.Function("ManageClients", {
  handler: "packages/functions/src/clients.handler",
  description: "Adds clients, changes their rights, gives them keys, and withdraws their rows",
  architecture: "arm64",
  memory: deliverySettings.memory,
  timeout: deliverySettings.timeout,
  link: [clientsTable, clientUsageTable, clientAuditTable, lake, settingsLink],
  permissions: [
    { actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"], resources: [clientsTable.arn] },
    { actions: limitActions, resources: [clientUsageTable.arn] },
    // Entries are added under keys that no other has, and none is changed or deleted.
    { actions: ["dynamodb:Query", "dynamodb:PutItem"], resources: [clientAuditTable.arn] },
    // Withdrawals: their records, what asks a run to settle them, and whether their rows are still kept.
    { actions: ["s3:ListBucket"], resources: [lake.arn] },
    { actions: ["s3:GetObject", "s3:PutObject"], resources: below(lake.arn, [withdrawalPrefix]) },
    { actions: ["s3:PutObject"], resources: below(lake.arn, [pendingPrefix]) },
    { actions: ["s3:GetObject"], resources: below(lake.arn, [withdrawnPrefix]) },
  ],
});

route("GET /v1/clients", clients);
route("POST /v1/clients", clients);
route("GET /v1/clients/{client}", clients);
route("PATCH /v1/clients/{client}", clients);
route("POST /v1/clients/{client}/keys", clients);
route("DELETE /v1/clients/{client}/keys/{key}", clients);
route("PUT /v1/clients/{client}/feeds/{feed}", clients);
route("DELETE /v1/clients/{client}/feeds/{feed}", clients);
route("POST /v1/clients/{client}/withdrawals", clients);
route("GET /v1/clients/{client}/withdrawals", clients);
route("DELETE /v1/clients/{client}/withdrawals/{withdrawal}", clients);
route("GET /v1/clients/{client}/usage", clients);
route("GET /v1/usage", clients);
route("GET /v1/caller", clients);
route("GET /v1/audit", clients);

functionAlarms({ ManageClients: clients });
