import type { Operation } from "./operation.ts";
import { clientOperations } from "./operations/clients.ts";
import { documentationOperations } from "./operations/documentation.ts";
import { exportOperations } from "./operations/exports.ts";
import { withdrawalOperations } from "./operations/withdrawals.ts";
import { feedOperations } from "./operations/feeds.ts";
import { liveExportOperations } from "./operations/live-exports.ts";
import { pictureOperations } from "./operations/pictures.ts";
import { phoneOperations } from "./operations/phones.ts";
import { positionOperations } from "./operations/positions.ts";
import { reconciliationOperations } from "./operations/reconciliations.ts";
import { reportOperations } from "./operations/reports.ts";
import { runOperations } from "./operations/runs.ts";
import { sessionOperations } from "./operations/sessions.ts";
import { statusOperations } from "./operations/status.ts";
import { ticketOperations } from "./operations/tickets.ts";
import { uploadOperations } from "./operations/uploads.ts";
import { webhookOperations } from "./operations/webhooks.ts";
import type { RouteKey } from "./routes.ts";

/** The description of every route, with every answer that its handler returns. */
export const operations: Record<RouteKey, Operation> = {
  ...reportOperations,
  ...uploadOperations,
  ...statusOperations,
  ...runOperations,
  ...reconciliationOperations,
  ...exportOperations,
  ...pictureOperations,
  ...positionOperations,
  ...liveExportOperations,
  ...ticketOperations,
  ...sessionOperations,
  ...phoneOperations,
  ...clientOperations,
  ...withdrawalOperations,
  ...feedOperations,
  ...webhookOperations,
  ...documentationOperations,
};
