import type { Command } from "./command.ts";
import { awsCommand } from "./aws.ts";
import { clientsCommand } from "./clients.ts";
import { enrollCommand } from "./enroll.ts";
import { envCommand } from "./env.ts";
import { exportsCommand } from "./exports.ts";
import { fetchCommand } from "./fetch.ts";
import { inspectCommand } from "./inspect.ts";
import { logsCommand } from "./logs.ts";
import { queryCommand } from "./query.ts";
import { repairObjectCommand } from "./repair-object.ts";
import { rejectsCommand } from "./rejects.ts";
import { replayRejectedCommand } from "./replay-rejected.ts";
import { runCommand } from "./run.ts";
import { sendCommand } from "./send.ts";
import { sqlCommand } from "./sql.ts";
import { statusCommand } from "./status.ts";

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  inspectCommand,
  sendCommand,
  enrollCommand,
  runCommand,
  exportsCommand,
  fetchCommand,
  statusCommand,
  logsCommand,
  queryCommand,
  sqlCommand,
  clientsCommand,
  rejectsCommand,
  replayRejectedCommand,
  repairObjectCommand,
  envCommand,
  awsCommand,
];
