import * as z from "zod";
import { describedSchemas } from "./described-schemas.ts";
import { clientChangeSchema, keyRequestSchema, newClientSchema } from "../clients/client.ts";
import { feedRequestSchema, feedSchema } from "../clients/feed.ts";
import { reportSchema } from "../report-schema.ts";
import {
  osmandFieldsSchema,
  overlandRequestSchema,
  owntracksMessageSchema,
  traccarRequestSchema,
} from "./phone-schemas.ts";
import {
  auditTrailSchema,
  callerSchema,
  clientListSchema,
  clientWithKeySchema,
  shownClientSchema,
  usageSchema,
} from "./client-schemas.ts";
import { positionListSchema, trackSchema } from "./position-schemas.ts";
import { liveExportRequestSchema } from "../live-exports/live-export.ts";
import { shownLiveExportSchema } from "./live-export-schemas.ts";
import { feedListSchema, shownDeliverySchema, shownFeedSchema } from "./feed-schemas.ts";
import {
  reconciliationProgressSchema,
  reconciliationRequestSchema,
  startedReconciliationSchema,
} from "./reconciliation-schemas.ts";
import { runStepsSchema } from "./step-schemas.ts";
import { runListSchema, runSchema, startedRunSchema } from "./run-schemas.ts";
import {
  exportListSchema,
  exportChangesSchema,
  exportSchema,
  exportSupplementSchema,
  gatewayMessageSchema,
  problemSchema,
  receiptSchema,
  stageIdentitySchema,
  tooManyRequestsSchema,
  forbiddenSchema,
} from "./schemas.ts";
import {
  shownWithdrawalSchema,
  withdrawalListSchema,
  withdrawalRequestSchema,
} from "./withdrawal-schemas.ts";
import { pictureSchema } from "../pictures/picture.ts";
import { statusSchema } from "../status/status.ts";
import {
  endedSessionSchema,
  sessionRequestSchema,
  sessionSchema,
  signInTicketSchema,
} from "./session-schemas.ts";
import { ticketSchema } from "./ticket-schemas.ts";
import {
  attemptListSchema,
  replaySchema,
  rotationRequestSchema,
  shownWebhookSchema,
  webhookListSchema,
  webhookWithSecretSchema,
} from "./webhook-schemas.ts";
import { attemptSchema } from "../webhooks/attempt.ts";
import { newWebhookSchema } from "../webhooks/webhook.ts";
import { uploadListSchema, uploadRequestSchema, uploadSchema } from "./upload-schemas.ts";

const report = reportSchema.meta({
  id: "Report",
  description: "A device's position; null means the same as an absent key",
});

const reportBatch = z
  .strictObject({ locations: z.array(report).min(1).max(1000) })
  .meta({ id: "ReportBatch", description: "Up to 1,000 reports" });

/** The schemas of requests and answers by name, each marked as input or output of the API. */
export const components = {
  ReportRequest: { schema: z.union([report, reportBatch]).meta({ id: "ReportRequest" }), io: "input" },
  OverlandRequest: { schema: overlandRequestSchema, io: "input" },
  OwnTracksMessage: { schema: owntracksMessageSchema, io: "input" },
  TraccarRequest: { schema: traccarRequestSchema, io: "input" },
  OsmAndFields: { schema: osmandFieldsSchema, io: "input" },
  Status: { schema: statusSchema, io: "output" },
  RunRequest: {
    schema: z
      .strictObject({
        date: z.iso.date().optional().describe("Business date, not after today; defaults to yesterday"),
        drain: z
          .boolean()
          .optional()
          .describe(
            "Whether the run first stores the accepted reports that are still on the queue; defaults to true",
          ),
        feed: z
          .strictObject({ client: z.string(), feed: z.string() })
          .optional()
          .describe("A client's feed to make of the date, and nothing else"),
      })
      .meta({ id: "RunRequest" }),
    io: "input",
  },
  ReconciliationRequest: { schema: reconciliationRequestSchema, io: "input" },
  NewClient: { schema: newClientSchema, io: "input" },
  ClientChange: { schema: clientChangeSchema, io: "input" },
  KeyRequest: { schema: keyRequestSchema, io: "input" },
  FeedRequest: { schema: feedRequestSchema, io: "input" },
  Feed: { schema: feedSchema, io: "output" },
  ShownFeed: { schema: shownFeedSchema, io: "output" },
  FeedList: { schema: feedListSchema, io: "output" },
  Delivery: { schema: shownDeliverySchema, io: "output" },
  WithdrawalRequest: { schema: withdrawalRequestSchema, io: "input" },
  Withdrawal: { schema: shownWithdrawalSchema, io: "output" },
  WithdrawalList: { schema: withdrawalListSchema, io: "output" },
  NewWebhook: { schema: newWebhookSchema, io: "input" },
  WebhookRotation: { schema: rotationRequestSchema, io: "input" },
  Webhook: { schema: shownWebhookSchema, io: "output" },
  WebhookWithSecret: { schema: webhookWithSecretSchema, io: "output" },
  WebhookList: { schema: webhookListSchema, io: "output" },
  WebhookAttempt: { schema: attemptSchema, io: "output" },
  WebhookAttemptList: { schema: attemptListSchema, io: "output" },
  WebhookReplay: { schema: replaySchema, io: "output" },
  Client: { schema: shownClientSchema, io: "output" },
  ClientWithKey: { schema: clientWithKeySchema, io: "output" },
  ClientList: { schema: clientListSchema, io: "output" },
  Caller: { schema: callerSchema, io: "output" },
  Usage: { schema: usageSchema, io: "output" },
  AuditTrail: { schema: auditTrailSchema, io: "output" },
  Forbidden: { schema: forbiddenSchema, io: "output" },
  TooManyRequests: { schema: tooManyRequestsSchema, io: "output" },
  Receipt: { schema: receiptSchema, io: "output" },
  NoMessages: {
    schema: z.array(z.never()).meta({ id: "NoMessages", description: "No messages for the app to show" }),
    io: "output",
  },
  ExportList: { schema: exportListSchema, io: "output" },
  Export: { schema: exportSchema, io: "output" },
  ExportSupplement: { schema: exportSupplementSchema, io: "output" },
  ExportChanges: { schema: exportChangesSchema, io: "output" },
  Picture: { schema: pictureSchema, io: "output" },
  Ticket: { schema: ticketSchema, io: "output" },
  SignInTicket: { schema: signInTicketSchema, io: "output" },
  SessionRequest: { schema: sessionRequestSchema, io: "input" },
  Session: { schema: sessionSchema, io: "output" },
  EndedSession: { schema: endedSessionSchema, io: "output" },
  PositionList: { schema: positionListSchema, io: "output" },
  Track: { schema: trackSchema, io: "output" },
  LiveExportRequest: { schema: liveExportRequestSchema, io: "input" },
  LiveExport: { schema: shownLiveExportSchema, io: "output" },
  StartedRun: { schema: startedRunSchema, io: "output" },
  RunList: { schema: runListSchema, io: "output" },
  Run: { schema: runSchema, io: "output" },
  RunSteps: { schema: runStepsSchema, io: "output" },
  UploadRequest: { schema: uploadRequestSchema, io: "input" },
  Upload: { schema: uploadSchema, io: "output" },
  UploadList: { schema: uploadListSchema, io: "output" },
  StartedReconciliation: { schema: startedReconciliationSchema, io: "output" },
  Reconciliation: { schema: reconciliationProgressSchema, io: "output" },
  Problem: { schema: problemSchema, io: "output" },
  StageIdentity: { schema: stageIdentitySchema, io: "output" },
  GatewayMessage: { schema: gatewayMessageSchema, io: "output" },
  AsyncApiDocument: {
    schema: z.looseObject({ asyncapi: z.string(), info: z.looseObject({ version: z.string() }) }).meta({
      id: "AsyncApiDocument",
      description: "https://www.asyncapi.com/docs/reference/specification/v3.0.0",
    }),
    io: "output",
  },
  OpenApiDocument: {
    schema: z
      .looseObject({ openapi: z.string(), info: z.looseObject({ version: z.string() }) })
      .meta({ id: "OpenApiDocument", description: "https://spec.openapis.org/oas/v3.1.1.html" }),
    io: "output",
  },
} as const satisfies Record<string, { schema: z.ZodType; io: "input" | "output" }>;

/** Returns every component as JSON Schema 2020-12: those above and the named schemas that they contain. */
export function componentSchemas(): Record<string, unknown> {
  return describedSchemas(Object.values(components), "draft-2020-12");
}
