import type { Example, Operation } from "../operation.ts";
import { newestRun } from "../newest-run.ts";
import { badRequest, notFound, problem, retryAfter, tooLarge, unsupportedMediaType } from "./common.ts";

const run = "api-1f2e3d4c5b6a7988";
const startedAt: Example = ({ time }) => new Date(Date.parse(time) + 86_400_000).toISOString();
const stoppedAt: Example = ({ time }) => new Date(Date.parse(time) + 86_424_000).toISOString();
const statusUrl: Example = ({ url }) => `${url}/v1/runs/${run}`;

const visits = { entered: 1, running: 0, succeeded: 1, caught: 0, failed: 0, aborted: 0 };

const runSteps: Example = (times) => ({
  run,
  status: "SUCCEEDED",
  startedAt: startedAt(times),
  stoppedAt: stoppedAt(times),
  states: [
    {
      name: "Plan",
      type: "Task",
      starts: true,
      ends: false,
      edges: [
        { to: "AlreadyRunning?", by: "next" },
        { to: "Release", by: "catch" },
      ],
      phase: "plan",
      status: "succeeded",
      visits,
      attempts: 1,
      firstEnteredAt: startedAt(times),
      lastExitedAt: startedAt(times),
      errors: [],
    },
  ],
  mapRuns: [
    {
      arn: "arn:aws:states:ap-northeast-1:000000000000:mapRun:ashiato-local-DailyBatch/Distribute:6d0f",
      state: "Distribute",
      status: "SUCCEEDED",
      startedAt: startedAt(times),
      stoppedAt: stoppedAt(times),
      items: { total: 1, done: 1, running: 0, failed: 0, pending: 0 },
      children: { total: 1, done: 1, running: 0, failed: 0, pending: 0 },
      failedChildren: [],
    },
  ],
  statements: [
    {
      id: "0b4a7d0e-3c6f-4c56-8f0e-6a5d1f1c2b3a",
      name: `${run} unload ${times.date}`,
      status: "FINISHED",
      submittedAt: startedAt(times),
      seconds: 0.8,
      parts: [
        {
          sql: "CREATE TEMP TABLE staged_rows SORTKEY (…) AS SELECT … FROM lake.locations …",
          status: "FINISHED",
          seconds: 0.3,
          rows: 19_800,
        },
        { sql: "UNLOAD ('SELECT … FROM staged_rows …') …", status: "FINISHED", seconds: 0.5, rows: 19_800 },
      ],
    },
  ],
  history: { events: 214, whole: true },
});

export const runOperations = {
  "POST /v1/runs": {
    id: "startRun",
    tag: "Runs",
    summary: "Start a run of the daily batch",
    description:
      "Starts the daily batch for yesterday, or for `date`. The run first stores what is on the queue, unless `drain` is false. It also exports every other date with reports that no export holds yet, and then makes the feeds that are due. With `feed`, the run makes that feed of the date, and nothing else.",
    body: {
      optional: true,
      contents: {
        "application/json": {
          schema: "RunRequest",
          examples: { "A date": ({ date }) => ({ date }), Yesterday: () => ({}) },
        },
      },
    },
    answers: {
      202: {
        description: "The run has started: poll `statusUrl` until its `status` is not `RUNNING`",
        headers: {
          location: {
            description: "URL of the run, the same as `statusUrl`",
            schema: { type: "string", format: "uri" },
          },
          ...retryAfter,
        },
        schema: "StartedRun",
        example: (times) => ({
          run,
          status: "RUNNING",
          startedAt: startedAt(times),
          statusUrl: statusUrl(times),
          date: times.date,
        }),
      },
      400: {
        description: "The body is not a valid run request, or its date is in the future",
        schema: "Problem",
        example: problem(
          "InvalidBody",
          'The body is not valid: date must be a date yyyy-MM-dd, got "2026-02-30"',
        ),
      },
      409: {
        description: "Another run is in progress",
        schema: "Problem",
        example: problem(
          "RunInProgress",
          ({ url }) => `Run ${run} is in progress: see ${url}/v1/runs/${run}`,
        ),
      },
      404: notFound('There is no client "nobody"'),
      413: tooLarge,
      415: unsupportedMediaType,
    },
  },
  "GET /v1/runs": {
    id: "listRuns",
    tag: "Runs",
    summary: "List runs",
    description: "Lists the newest runs, including those that the schedule started.",
    query: {
      limit: {
        description: "Maximum number of runs",
        schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
      },
    },
    answers: {
      200: {
        description: "Runs, newest first",
        schema: "RunList",
        example: (times) => ({
          runs: [
            {
              run,
              status: "SUCCEEDED",
              startedAt: startedAt(times),
              stoppedAt: stoppedAt(times),
              statusUrl: statusUrl(times),
            },
          ],
        }),
      },
      400: badRequest("limit must be at most 100, got 101"),
    },
  },
  "GET /v1/runs/{run}": {
    id: "getRun",
    tag: "Runs",
    summary: "Get the progress of a run",
    description: "Returns a run's status, phase and counts, and what it published once it has succeeded.",
    path: {
      run: {
        description: `Name of the run, or \`${newestRun}\` for the newest one`,
        schema: { type: "string", pattern: "^[A-Za-z0-9_.-]{1,80}$" },
        example: () => newestRun,
      },
    },
    answers: {
      200: {
        description: "The run; with Retry-After while it is in progress",
        headers: retryAfter,
        schema: "Run",
        example: (times) => ({
          run,
          status: "SUCCEEDED",
          startedAt: startedAt(times),
          stoppedAt: stoppedAt(times),
          statusUrl: statusUrl(times),
          phase: "ended",
          date: times.date,
          map: { total: 1, done: 1, running: 0, failed: 0, pending: 0 },
          statements: [
            {
              id: "0b4a7d0e-3c6f-4c56-8f0e-6a5d1f1c2b3a",
              name: `${run} unload ${times.date}`,
              status: "FINISHED",
            },
          ],
          ledger: {
            objects: 1,
            rowsRead: 3,
            rowsWritten: 3,
            rowsRejected: 0,
            dates: [{ date: times.date, rows: 3 }],
          },
          exports: [{ date: times.date, version: 1, rows: 3, conflicts: 0, bytes: 521 }],
          completeThrough: startedAt(times),
          feeds: [
            {
              result: "delivered",
              client: "acme",
              feed: "tokyo",
              date: times.date,
              version: 1,
              rows: 1,
              bytes: 132,
              files: 1,
            },
          ],
        }),
      },
      404: notFound('There is no run "api-0000000000000000"'),
    },
  },
  "GET /v1/runs/{run}/steps": {
    id: "getRunSteps",
    tag: "Runs",
    summary: "Get the steps of a run",
    description:
      "Returns the states of the run's state machine with their transitions, what became of each in this run, the runs of its distributed maps with children that failed, and its statements with their SQL and time.",
    path: {
      run: {
        description: `Name of the run, or \`${newestRun}\` for the newest one`,
        schema: { type: "string", pattern: "^[A-Za-z0-9_.-]{1,80}$" },
        example: () => newestRun,
      },
    },
    query: {
      sql: {
        description: "False leaves out the SQL of the statements, which is most of the answer",
        schema: { type: "boolean", default: true },
      },
    },
    answers: {
      200: {
        description: "The steps; with Retry-After while the run is in progress",
        headers: retryAfter,
        schema: "RunSteps",
        example: runSteps,
      },
      400: badRequest('sql must be true or false, got "yes"'),
      404: notFound('There is no run "api-0000000000000000"'),
    },
  },
} satisfies Record<string, Operation>;
