import type { Example, Operation, Parameter } from "../operation.ts";
import {
  acme,
  afterAnHour,
  changedMeanwhile,
  client,
  clientKey,
  invalidBody,
  noClient,
} from "./client-examples.ts";
import { clientKeyOperations } from "./client-keys.ts";
import { badRequest, problem, tooLarge, unsupportedMediaType } from "./common.ts";

const usageRange: Record<string, Parameter> = {
  from: {
    description: "First day; the first of the month of `to` if absent",
    schema: { type: "string", format: "date" },
  },
  to: { description: "Last day; today if absent", schema: { type: "string", format: "date" } },
};

const usage: Example = ({ date }) => {
  const used = { reports: 3, uploads: 1, downloads: 1, rows: 3, bytes: 521 };
  return {
    client: "stage",
    from: `${date.slice(0, 8)}01`,
    to: date,
    total: used,
    days: [{ date, ...used }],
    limits: [],
  };
};

export const clientOperations = {
  "POST /v1/clients": {
    id: "addClient",
    tag: "Clients",
    summary: "Add a client",
    description:
      "Adds a client that may do what its rights say, and returns its key. The key is shown this once.",
    body: {
      contents: {
        "application/json": {
          schema: "NewClient",
          examples: {
            "A partner": () => ({
              id: "acme",
              name: "Acme Logistics",
              mail: "data@acme.example",
              rights: ["ingest", "exports:read"],
              exportDays: 7,
              limits: { requestsPerMinute: 60, rowsPerMonth: 1_000_000 },
            }),
          },
        },
      },
    },
    answers: {
      201: {
        description: "The client, with its key",
        schema: "ClientWithKey",
        example: (times) => ({ ...Object(acme(times)), key: clientKey }),
      },
      400: invalidBody(
        'The body is not valid: rights.0 must be "ingest" or "uploads" or "exports:read" or "runs:start" or "live:read" or "clients:admin", got "everything"',
      ),
      409: {
        description: "There is a client of this id",
        schema: "Problem",
        example: problem("Conflict", 'There is a client "acme" already'),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/clients": {
    id: "listClients",
    tag: "Clients",
    summary: "List the clients",
    description: "Lists every client with its rights and the names of its keys.",
    answers: {
      200: {
        description: "The clients, by id",
        schema: "ClientList",
        example: (times) => ({ clients: [acme(times)] }),
      },
    },
  },
  "GET /v1/clients/{client}": {
    id: "getClient",
    tag: "Clients",
    summary: "Get a client",
    description: "Returns a client, with the last use of each key.",
    path: { client },
    answers: { 200: { description: "The client", schema: "Client", example: acme }, 404: noClient },
  },
  "PATCH /v1/clients/{client}": {
    id: "changeClient",
    tag: "Clients",
    summary: "Change a client",
    description:
      "Changes what the body names, and nothing else. `status` `revoked` refuses all its keys, and `active` takes those again that have not ended. A change is in force within a minute.",
    path: { client },
    body: {
      contents: {
        "application/json": {
          schema: "ClientChange",
          examples: { "Fewer days": () => ({ exportDays: 3 }) },
        },
      },
    },
    answers: {
      200: {
        description: "The client as it is now",
        schema: "Client",
        example: (times) => ({ ...Object(acme(times)), exportDays: 3 }),
      },
      400: invalidBody("The body is not valid: exportDays must be at least 0, got -1"),
      404: noClient,
      409: {
        ...changedMeanwhile,
        description:
          "Another request changed the client at the same moment; or one of its feeds has rows that it may not read any more",
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  ...clientKeyOperations,
  "GET /v1/clients/{client}/usage": {
    id: "getClientUsage",
    tag: "Clients",
    summary: "See what a client used",
    description:
      "Returns what a client used on each day of a range, in the stage's time zone; for `stage`, what came with the stage's own tokens; and how much of its limits is used now. Reports are counted when they are stored.",
    path: { client: { ...client, example: () => "stage" } },
    query: usageRange,
    answers: {
      200: { description: "The use of each day", schema: "Usage", example: usage },
      400: badRequest('from must be a date yyyy-MM-dd, got "yesterday"'),
      404: noClient,
    },
  },
  "GET /v1/caller": {
    id: "getCaller",
    tag: "Clients",
    summary: "See what your key may do",
    description:
      "Returns whose key asks, its rights, and the stage's name and time zone. Any key will do, and the request counts against no limit.",
    answers: {
      200: {
        description: "The client, or the stage itself",
        schema: "Caller",
        example: ({ timeZone }) => ({
          client: "stage",
          rights: ["exports:read", "runs:start", "live:read", "clients:admin"],
          stage: "production",
          timeZone,
        }),
      },
    },
  },
  "GET /v1/usage": {
    id: "getOwnUsage",
    tag: "Clients",
    summary: "See what you used",
    description:
      "Returns what the client whose key asks used, and how much of its limits is used now. Any key will do, and the request counts against no limit.",
    query: usageRange,
    answers: {
      200: { description: "The use of each day", schema: "Usage", example: usage },
      400: badRequest('from must be a date yyyy-MM-dd, got "yesterday"'),
    },
  },
  "GET /v1/audit": {
    id: "getAuditTrail",
    tag: "Clients",
    summary: "See what administrators did",
    description:
      "Returns entries of the audit trail, the newest first. None is ever changed or deleted. `next` leads to earlier ones.",
    query: {
      limit: {
        description: "Number of entries",
        schema: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
      },
      client: { description: "Entries about this client alone", schema: { type: "string" } },
      before: {
        description: "Entries from before this time, RFC 3339 in UTC; also the place of a page in `next`",
        schema: { type: "string" },
      },
    },
    answers: {
      200: {
        description: "Entries, newest first",
        schema: "AuditTrail",
        example: (times) => ({
          entries: [
            {
              at: times.time,
              by: "stage",
              action: "key added",
              client: "acme",
              details: { key: "b07a3c9d5e21", othersEnd: afterAnHour(times) },
              requestId: "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52",
            },
          ],
        }),
      },
      400: badRequest("limit must be at most 1000, got 1001"),
    },
  },
} satisfies Record<string, Operation>;
