import { newestRun } from "../newest-run.ts";
import type { Example, Operation } from "../operation.ts";
import { notFound, problem, retryAfter, tooLarge, unsupportedMediaType } from "./common.ts";

const reconciliation = "api-5f0c2b1a-9d3e-4c7";
const startedAt: Example = ({ time }) => new Date(Date.parse(time) + 86_400_000).toISOString();
const stoppedAt: Example = ({ time }) => new Date(Date.parse(time) + 86_412_000).toISOString();
const statusUrl: Example = ({ url }) => `${url}/v1/reconciliations/${reconciliation}`;

export const reconciliationOperations = {
  "POST /v1/reconciliations": {
    id: "startReconciliation",
    tag: "Reconciliations",
    summary: "Compare what is stored",
    description:
      "Compares the table's objects, partitions and counts with the exports and the records of runs, over a range of business dates. It waits for a run in progress to end first. With `repair`, it repairs what can be repaired without touching a row, and compares again.",
    body: {
      optional: true,
      contents: {
        "application/json": {
          schema: "ReconciliationRequest",
          examples: {
            "The last weeks": () => ({}),
            "A date, with repairs": ({ date }) => ({ from: date, to: date, repair: true }),
          },
        },
      },
    },
    answers: {
      202: {
        description: "The comparison has started: poll `statusUrl` until its `status` is not `RUNNING`",
        headers: {
          location: {
            description: "URL of the comparison, the same as `statusUrl`",
            schema: { type: "string", format: "uri" },
          },
          ...retryAfter,
        },
        schema: "StartedReconciliation",
        example: (times) => ({
          reconciliation,
          status: "RUNNING",
          startedAt: startedAt(times),
          statusUrl: statusUrl(times),
        }),
      },
      400: {
        description: "The body is not a valid request, or its range has too many dates",
        schema: "Problem",
        example: problem("InvalidBody", "from must not be after to, got 2026-11-22 and 2026-11-21"),
      },
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/reconciliations/{reconciliation}": {
    id: "getReconciliation",
    tag: "Reconciliations",
    summary: "Get what a comparison found",
    description:
      "Returns a comparison's status and phase and, once it has succeeded, what it found and repaired.",
    path: {
      reconciliation: {
        description: `Name of the comparison, or \`${newestRun}\` for the newest one`,
        schema: { type: "string", pattern: "^[A-Za-z0-9_.-]{1,80}$" },
        example: () => newestRun,
      },
    },
    answers: {
      200: {
        description: "The comparison; with Retry-After while it is in progress",
        headers: retryAfter,
        schema: "Reconciliation",
        example: (times) => ({
          reconciliation,
          status: "SUCCEEDED",
          startedAt: startedAt(times),
          stoppedAt: stoppedAt(times),
          statusUrl: statusUrl(times),
          phase: "ended",
          from: times.date,
          to: times.date,
          compared: { dates: 1, objects: 1, partitions: 1, versions: 1 },
          repaired: [],
          findings: [],
        }),
      },
      404: notFound('There is no reconciliation "api-0000000000000000"'),
    },
  },
} satisfies Record<string, Operation>;
