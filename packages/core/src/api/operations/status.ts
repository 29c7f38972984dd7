import type { Example, Operation } from "../operation.ts";

const later = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1_000).toISOString();

const example: Example = ({ time, date, timeZone }) => ({
  stage: "local",
  timeZone,
  at: later(time, 86_400),
  today: later(time, 86_400).slice(0, 10),
  reports: {
    from: later(time, 86_220),
    received: [0, 4, 0],
    kept: [0, 3, 0],
    equal: [0, 0, 0],
    rejected: [0, 1, 0],
    totals: { received: 4, kept: 3, equal: 0, rejected: 1 },
  },
  queue: { waiting: 2, inFlight: 0, oldestSeconds: 30 },
  inbox: { url: "s3://ashiato-local-lakebucket-92ad3975/work/", objects: 1, bytes: 521, oldest: time },
  lastRun: {
    run: "api-1f2e3d4c5b6a7988",
    status: "SUCCEEDED",
    startedAt: later(time, 86_000),
    stoppedAt: later(time, 86_024),
    phase: "ended",
    date,
    exports: [date],
    left: [],
    failedFeeds: [],
  },
  schedule: { expression: "cron(15 0 * * ? *)", timeZone, enabled: true, next: later(time, 120_000) },
  completeThrough: later(time, 86_000),
  deadLetters: [{ queue: "DeadReports", messages: 0 }],
  alarms: [
    {
      name: "SilentNightAlarm",
      description:
        "No run of the daily batch has succeeded for more than a day: nothing was exported. See docs/operations.md, No run has succeeded.",
      since: time,
      reason: "Threshold Crossed",
      page: "docs/operations.md#no-run-has-succeeded",
    },
  ],
  needs: [
    {
      kind: "alarm",
      about: "SilentNightAlarm",
      what: "SilentNightAlarm: No run of the daily batch has succeeded for more than a day",
      mend: "Follow the section “No run has succeeded”",
      page: "docs/operations.md#no-run-has-succeeded",
    },
  ],
  unread: [],
});

export const statusOperations = {
  "GET /v1/status": {
    id: "getStatus",
    tag: "Status",
    summary: "See how the stage is",
    description:
      "Returns what an operator sees at a glance: the reports of today, the queue, the inbox, the last and the next run, up to when exports are complete, dead letters, active alarms, and what needs a person. A part that cannot be read within ten seconds is absent, and `unread` says why.",
    answers: {
      200: { description: "How the stage is", schema: "Status", example },
    },
  },
} satisfies Record<string, Operation>;
