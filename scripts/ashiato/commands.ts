import type { Command } from "./command.ts";

/** A command as help lists it. Its code, and the libraries that only it needs, are loaded when it is used. */
export type ListedCommand = { name: string; summary: string; load: () => Promise<Command> };

/** Every command, in the order in which help lists them. */
export const commands: readonly ListedCommand[] = [
  {
    name: "inspect",
    summary: "shows what a file holds, and what would be refused",
    load: async () => (await import("./inspect.ts")).inspectCommand,
  },
  {
    name: "send",
    summary: "sends the reports in a file",
    load: async () => (await import("./send.ts")).sendCommand,
  },
  {
    name: "enroll",
    summary: "says how a phone's app is set up, with a link and a QR code where it takes one",
    load: async () => (await import("./enroll.ts")).enrollCommand,
  },
  {
    name: "run",
    summary: "runs the daily batch and shows its progress",
    load: async () => (await import("./run.ts")).runCommand,
  },
  {
    name: "exports",
    summary: "lists the newest export of each date",
    load: async () => (await import("./exports.ts")).exportsCommand,
  },
  {
    name: "fetch",
    summary: "downloads the CSVs of business dates and checks them",
    load: async () => (await import("./fetch.ts")).fetchCommand,
  },
  {
    name: "status",
    summary: "shows the queue, the inbox, the last run and the next run",
    load: async () => (await import("./status.ts")).statusCommand,
  },
  {
    name: "console",
    summary: "prints a link that signs in to the web console once",
    load: async () => (await import("./console.ts")).consoleCommand,
  },
  {
    name: "doctor",
    summary: "checks that a stage can be deployed, and that it works",
    load: async () => (await import("./doctor.ts")).doctorCommand,
  },
  {
    name: "reconcile",
    summary: "compares what is stored with the exports and the records of runs, and repairs what is safe",
    load: async () => (await import("./reconcile.ts")).reconcileCommand,
  },
  {
    name: "logs",
    summary: "shows what the functions, the API and the daily batch log",
    load: async () => (await import("./logs.ts")).logsCommand,
  },
  {
    name: "query",
    summary: "runs a SELECT in the warehouse",
    load: async () => (await import("./query.ts")).queryCommand,
  },
  {
    name: "sql",
    summary: "opens a prompt for SELECT statements in the warehouse",
    load: async () => (await import("./sql.ts")).sqlCommand,
  },
  {
    name: "upload",
    summary: "uploads files of reports, and waits until they are taken in",
    load: async () => (await import("./upload.ts")).uploadCommand,
  },
  {
    name: "clients",
    summary: "adds and lists the clients of the API, with their rights, keys and use",
    load: async () => (await import("./clients.ts")).clientsCommand,
  },
  {
    name: "webhooks",
    summary: "adds and lists the receivers of events, and shows what they were sent",
    load: async () => (await import("./webhooks.ts")).webhooksCommand,
  },
  {
    name: "intake",
    summary: "lists files that were dropped, shows one, has one taken in again",
    load: async () => (await import("./intake.ts")).intakeCommand,
  },
  {
    name: "rejects",
    summary: "lists, shows and mends what was rejected",
    load: async () => (await import("./rejects.ts")).rejectsCommand,
  },
  {
    name: "replay-rejected",
    summary: "sends rejected rows and messages again, after they were repaired",
    load: async () => (await import("./replay-rejected.ts")).replayRejectedCommand,
  },
  {
    name: "repair-object",
    summary: "puts repaired rows into the inbox, with their count",
    load: async () => (await import("./repair-object.ts")).repairObjectCommand,
  },
  {
    name: "env",
    summary: "prints the shell variables by which curl, the AWS CLI and SDKs use the stage",
    load: async () => (await import("./env.ts")).envCommand,
  },
  {
    name: "aws",
    summary: "runs the AWS CLI on the stage",
    load: async () => (await import("./aws.ts")).awsCommand,
  },
];
