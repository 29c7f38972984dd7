import type { AuditTrail, ClientUsage, ClientWithKey, ShownClient } from "@ashiato/core/api/client-schemas";
import { measures } from "@ashiato/core/clients/usage";
import { readableTime } from "../../report/zoned-time.ts";
import { counted } from "../../terminal/counted.ts";
import { textTable } from "../../terminal/text-table.ts";

/** Returns a table of clients. */
export function listText(clients: readonly ShownClient[], timeZone: string): string {
  if (clients.length === 0) {
    return "There are no clients: clients add ID --name NAME adds one";
  }
  return textTable(
    ["client", "name", "rights", "exports", "status", "keys", "changed at"],
    clients.map((client) => [
      client.id,
      client.name,
      client.rights.join(",") || "none",
      daysText(client),
      client.status,
      client.keys.length,
      readableTime(client.changedAt, timeZone),
    ]),
  );
}

/** Returns what is known of a client, and a table of its keys. */
export function clientText(client: ShownClient, timeZone: string): string {
  const fields: [string, string][] = [
    ["client", client.id],
    ["name", client.name],
    ["mail", client.mail ?? ""],
    ["rights", client.rights.join(",") || "none"],
    ["exports", daysText(client)],
    ["limits", limitsText(client.limits)],
    ["status", client.status],
  ];
  const time = (text: string | undefined) => (text === undefined ? "" : readableTime(text, timeZone));
  const keys = client.keys.map(({ id, label = "", createdAt, expiresAt, lastUsedAt }) => [
    id,
    label,
    time(createdAt),
    time(expiresAt),
    time(lastUsedAt),
  ]);
  const table = textTable(["key", "for", "created at", "ends at", "last used at"], keys);
  return `${textTable(["", ""], fields)}\n\n${table}`;
}

/** Returns a client with its new key, which is shown this once. */
export function withKeyText(client: ClientWithKey, timeZone: string): string {
  return `${clientText(client, timeZone)}\n\nThe key, which is shown this once:\n${client.key}`;
}

type Rotation = {
  /** The keys that end. */
  others: ShownClient["keys"];
  /** When they end at the latest. */
  endsAt: string;
  timeZone: string;
};

/** Returns a client with its new key, and which of its other keys end. */
export function rotatedText(client: ClientWithKey, { others, endsAt, timeZone }: Rotation): string {
  const text = withKeyText(client, timeZone);
  if (others.length === 0) {
    return text;
  }
  const names = others.map(({ id, label }) => (label === undefined ? id : `${id} (${label})`));
  const end = others.length === 1 ? "ends" : "end";
  return `${counted(others.length, "other key")} of ${client.id} ${end} at ${readableTime(endsAt, timeZone)}: ${names.join(", ")}. Then whatever has one is refused with 403, phones too.\n${text}`;
}

/** Returns a table of what administrators did. */
export function auditText({ entries, next }: AuditTrail, timeZone: string): string {
  const table = textTable(
    ["at", "by", "action", "of", "details"],
    entries.map(({ at, by, action, client, webhook, details }) => [
      readableTime(at, timeZone),
      by,
      action,
      client ?? webhook ?? "",
      JSON.stringify(details),
    ]),
  );
  return next === undefined ? table : `${table}\nThere are earlier entries: --limit N shows more`;
}

/** Returns a table of what each client used, and how much of its limits is used now. */
export function usageText(usage: readonly ClientUsage[]): string {
  return textTable(
    ["client", ...measures, "limits"],
    usage.map(({ client, total, limits }) => [
      client,
      ...measures.map((measure) => total[measure]),
      limits.map(({ name, limit, used }) => `${name} ${used}/${limit}`).join(", "),
    ]),
  );
}

/** Returns a CSV with a line for each client and day. */
export function usageCsv(usage: readonly ClientUsage[]): string {
  const lines = usage.flatMap(({ client, days }) =>
    days.map((day) => [client, day.date, ...measures.map((measure) => day[measure])].join(",")),
  );
  return [["client", "date", ...measures].join(","), ...lines].join("\n");
}

function limitsText(limits: ShownClient["limits"]): string {
  const texts = Object.entries(limits ?? {}).map(([name, limit]) => `${name} ${limit}`);
  return texts.length === 0 ? "none" : texts.join(", ");
}

function daysText({ rights, exportDays, exportRows }: ShownClient): string {
  if (!rights.includes("exports:read")) {
    return "none";
  }
  const days = exportDays === undefined ? "all dates" : `${exportDays} days back`;
  return exportRows === "own" ? "own rows, by feeds" : days;
}
