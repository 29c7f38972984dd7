import type { ClientUsage } from "@ashiato/core/api/client-schemas";
import { businessDate } from "@ashiato/core/business-date";
import { limitNames } from "@ashiato/core/clients/limits";
import { rights, stageItself } from "@ashiato/core/clients/rights";
import { isCalendarDate } from "@ashiato/core/timestamps";
import {
  addClient,
  addClientKey,
  changeClient,
  endClientKey,
  getAuditTrail,
  getClient,
  getClientUsage,
  listClients,
} from "../api/clients.ts";
import {
  auditText,
  clientText,
  listText,
  rotatedText,
  usageCsv,
  usageText,
  withKeyText,
} from "./clients/client-text.ts";
import { readDays, readRights, readRows, withLimits } from "./clients/client-words.ts";
import { feedHelp, runFeedAction } from "./clients/feed-actions.ts";
import { usableClient } from "./clients/usable-client.ts";
import { runWithdrawalAction, withdrawalActions, withdrawalHelp } from "./clients/withdrawal-actions.ts";
import { type Command, readWords, UsageError, wholeNumber } from "./command.ts";
import { type CommandStage, openStage } from "./stage.ts";

const options = {
  name: { type: "string" },
  mail: { type: "string" },
  rights: { type: "string" },
  days: { type: "string" },
  rows: { type: "string" },
  limits: { type: "string" },
  "others-expire": { type: "string", default: "86400" },
  limit: { type: "string", default: "100" },
  month: { type: "string" },
  csv: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof readWords<typeof options>>["values"];
type Asked = { stage: CommandStage; id: string; key: string; values: Values; signal: AbortSignal };

/** What an action answers: an object for `--json`, and the text for a person. */
type Shown = { object: object; text: string };

const actions: Record<string, (asked: Asked) => Promise<Shown>> = {
  add,
  list,
  show,
  change,
  limit,
  rotate,
  "end-key": endKey,
  revoke,
  usage,
  audit,
};

export const clientsCommand: Command = {
  help: `Says who may use the API, and for what: each client has keys of its own.

  npm run ashiato -- clients add ID --name NAME [--mail MAIL] [--rights RIGHTS] [--days N] [--rows own] [--limits LIMITS]   adds a client and prints its key, this once
  npm run ashiato -- clients list                                                           every client
  npm run ashiato -- clients show ID                                                        one client, with the last use of its keys
  npm run ashiato -- clients change ID [--name …] [--mail …] [--rights …] [--days …] [--rows …]   changes what is named
  npm run ashiato -- clients limit ID --limits LIMITS                                       sets limits of use, or takes them away
  npm run ashiato -- clients rotate ID [--others-expire SECONDS]                            prints a new key; ALL others end after a day, those of phones too
  npm run ashiato -- clients end-key ID KEY                                                 ends one key, such as a lost phone's, within a minute
  npm run ashiato -- clients revoke ID                                                      refuses all its keys, within a minute; no command takes that back
  npm run ashiato -- clients usage [ID] [--month yyyy-MM] [--csv]                           what every client, or one, used in a month; stage for the stage's own tokens
  npm run ashiato -- clients audit [ID] [--limit N]                                         what administrators did, to one client or to all, newest first

${withdrawalHelp}

${feedHelp}

For example: npm run ashiato -- clients add acme --name "Acme Logistics" --rights ingest

ID is of lower-case letters, digits and hyphens. It stands in the column source of every report that comes with the client's keys.
  --rights RIGHTS  joined by commas, of ${rights.join(", ")}; none if left out
  --limits LIMITS  joined by commas, such as requestsPerMinute=60,rowsPerMonth=none, of
                   ${limitNames.join(", ")}
  --days N         how many days before today it may read exports of; all for every date, as if left out
  --rows ROWS      own for a client that may read its own rows alone: exports, which hold those of all, are refused to it; all is the default
  --stage, --json: see npm run ashiato -- --help

Exits 0 if the stage did what was asked; feed make only if the feed is delivered.`,
  async run(words, io) {
    const { print, signal } = io;
    if (words[0] === "feed") {
      return runFeedAction(words.slice(1), io);
    }
    if (withdrawalActions.includes(words[0] ?? "")) {
      return runWithdrawalAction(words, io);
    }
    const names = [...Object.keys(actions), ...withdrawalActions, "feed"].join(", ");
    const { values, positionals } = readWords(words, options, [names, "[ID]", "[KEY]"]);
    const [name = "", id, key] = positionals;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) {
      throw new UsageError(`clients takes ${names}, got ${JSON.stringify(name)}`);
    }
    if (name === "list" && id !== undefined) {
      throw new UsageError(`clients ${name} takes no ID, got ${JSON.stringify(id)}`);
    }
    if (!["list", "audit", "usage"].includes(name) && id === undefined) {
      throw new UsageError(`ID is missing: which client, such as clients ${name} acme`);
    }
    if (name === "end-key" && key === undefined) {
      throw new UsageError("KEY is missing: its id, which clients show prints");
    }
    if (name !== "end-key" && key !== undefined) {
      throw new UsageError(`${JSON.stringify(key)} is one argument too many: clients ${name} takes an ID`);
    }
    const stage = await openStage(values);
    const { object, text } = await action({ stage, id: id ?? "", key: key ?? "", values, signal });
    print(values.json ? JSON.stringify(object) : text);
    return 0;
  },
};

async function add({ stage, id, values, signal }: Asked): Promise<Shown> {
  const { name, mail } = values;
  if (name === undefined) {
    throw new UsageError("--name is missing: it says who the client is");
  }
  const days = readDays(values.days);
  const exportRows = readRows(values.rows);
  const body = {
    id,
    name,
    ...(mail !== undefined && { mail }),
    rights: readRights(values.rights ?? ""),
    ...(days != null && { exportDays: days }),
    ...(exportRows !== undefined && { exportRows }),
    ...(values.limits !== undefined && { limits: withLimits({}, values.limits) }),
  };
  const client = await addClient(stage, body, signal);
  return { object: client, text: withKeyText(client, stage.timeZone) };
}

async function list({ stage, signal }: Asked): Promise<Shown> {
  const clients = await listClients(stage, signal);
  return { object: { clients }, text: listText(clients, stage.timeZone) };
}

async function show({ stage, id, signal }: Asked): Promise<Shown> {
  const client = await getClient(stage, id, signal);
  return { object: client, text: clientText(client, stage.timeZone) };
}

async function change({ stage, id, values, signal }: Asked): Promise<Shown> {
  const { name, mail } = values;
  const days = readDays(values.days);
  const exportRows = readRows(values.rows);
  const body = {
    ...(name !== undefined && { name }),
    ...(mail !== undefined && { mail: mail === "" ? null : mail }),
    ...(values.rights !== undefined && { rights: readRights(values.rights) }),
    ...(days !== undefined && { exportDays: days }),
    ...(exportRows !== undefined && { exportRows }),
  };
  if (Object.keys(body).length === 0) {
    throw new UsageError("clients change takes what changes: --name, --mail, --rights, --days or --rows");
  }
  const client = await changeClient(stage, { id, body, signal });
  return { object: client, text: clientText(client, stage.timeZone) };
}

async function limit({ stage, id, values, signal }: Asked): Promise<Shown> {
  if (values.limits === undefined) {
    throw new UsageError("clients limit takes --limits, such as --limits requestsPerMinute=60");
  }
  withLimits({}, values.limits);
  const { limits } = await getClient(stage, id, signal);
  const changed = withLimits(limits ?? {}, values.limits);
  const body = { limits: Object.keys(changed).length === 0 ? null : changed };
  const client = await changeClient(stage, { id, body, signal });
  return { object: client, text: clientText(client, stage.timeZone) };
}

async function rotate({ stage, id, values, signal }: Asked): Promise<Shown> {
  const othersExpireInSeconds = wholeNumber("--others-expire", values["others-expire"], 0);
  const before = await usableClient(stage, id, signal);
  const client = await addClientKey(stage, { id, body: { othersExpireInSeconds }, signal });
  const rotatedAt = Date.parse(client.changedAt);
  const others = before.keys.filter(
    ({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > rotatedAt,
  );
  const endsAt = new Date(rotatedAt + othersExpireInSeconds * 1_000).toISOString();
  const { timeZone } = stage;
  return { object: client, text: rotatedText(client, { others, endsAt, timeZone }) };
}

async function endKey({ stage, id, key, signal }: Asked): Promise<Shown> {
  const client = await endClientKey(stage, { id, key, signal });
  return { object: client, text: `The key ${key} of ${client.id} is refused within a minute` };
}

async function revoke({ stage, id, signal }: Asked): Promise<Shown> {
  const client = await changeClient(stage, { id, body: { status: "revoked" }, signal });
  return { object: client, text: `All keys of ${client.id} are refused within a minute` };
}

async function usage({ stage, id: only, values, signal }: Asked): Promise<Shown> {
  const month = values.month ?? businessDate(Date.now(), stage.timeZone).slice(0, 7);
  if (!isCalendarDate(`${month}-01`)) {
    throw new UsageError(`--month takes a month yyyy-MM, got ${JSON.stringify(month)}`);
  }
  const from = `${month}-01`;
  const to = lastDayOf(month);
  const clients = only === "" ? [{ id: stageItself }, ...(await listClients(stage, signal))] : [{ id: only }];
  const used: ClientUsage[] = [];
  for (const { id } of clients) {
    used.push(await getClientUsage(stage, { id, from, to, signal }));
  }
  return { object: { month, usage: used }, text: values.csv ? usageCsv(used) : usageText(used) };
}

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

async function audit({ stage, id, values, signal }: Asked): Promise<Shown> {
  const limit = wholeNumber("--limit", values.limit);
  const client = id === "" ? undefined : id;
  const trail = await getAuditTrail(stage, { limit, client, signal });
  return { object: trail, text: auditText(trail, stage.timeZone) };
}
