import * as z from "zod";
import { isClientId } from "../client-id.ts";
import { type Feed, feedSchema, maxFeeds } from "./feed.ts";
import { limitsSchema } from "./limits.ts";
import { rights, stageItself } from "./rights.ts";

const time = z.iso.datetime();

const clientIdSchema = z
  .string()
  .refine(isClientId, "must be lower-case letters, digits and single hyphens, at most 32, a letter first")
  .refine((id) => id !== stageItself, `must not be ${stageItself}: so the stage's own tokens are called`);

/** What an administrator says of a client. */
const described = {
  name: z.string().min(1).max(200).describe("Who the client is"),
  mail: z.email().max(200).optional().describe("Where to reach it"),
  rights: z
    .array(z.enum(rights))
    .max(rights.length)
    .refine((names) => new Set(names).size === names.length, "must name each right once")
    .describe("What it may do; nothing else"),
  exportDays: z
    .int()
    .min(0)
    .max(36_500)
    .optional()
    .describe("How many days before today's business date it may read exports of; every date if absent"),
  exportRows: z
    .enum(["all", "own"])
    .optional()
    .describe("`own` refuses exports, which hold the rows of all clients; `all` if absent"),
  limits: limitsSchema.optional(),
};

/** A phone's key is labelled with its device, whose name a person chose. */
const keyLabelSchema = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe("What the key is for, such as the phone that has it");

const storedKeySchema = z.object({
  id: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: time,
  expiresAt: time.optional(),
  label: keyLabelSchema,
});

/** A client as the table keeps it. */
export const clientSchema = z.object({
  id: clientIdSchema,
  ...described,
  status: z.enum(["active", "revoked"]),
  keys: z.array(storedKeySchema),
  feeds: z.array(feedSchema).max(maxFeeds).default([]),
  createdAt: time,
  changedAt: time,
  /** Counts changes: of two at the same moment, the second is refused. */
  revision: z.int().positive(),
});

export type Client = z.infer<typeof clientSchema>;

/** What is printed in tables of a terminal: no escapes, and nothing that turns the direction of writing. */
const isPrintable = (text: string): boolean =>
  !/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text) && text.trim() !== "";
const unprintable = "must be one line of text without control characters";

const askedName = described.name.refine(isPrintable, unprintable);

export const newClientSchema = z
  .strictObject({ id: clientIdSchema, ...described, name: askedName, rights: described.rights.default([]) })
  .meta({ id: "NewClient" });

export const clientChangeSchema = z
  .strictObject({
    name: askedName.optional(),
    mail: described.mail.unwrap().nullish(),
    rights: described.rights.optional(),
    exportDays: described.exportDays.unwrap().nullish(),
    exportRows: described.exportRows.unwrap().nullish(),
    limits: limitsSchema.nullish(),
    status: z.enum(["active", "revoked"]).optional().describe("All keys of a revoked client are refused"),
  })
  .refine((change) => Object.keys(change).length > 0, "must have a member that changes something")
  .meta({ id: "ClientChange", description: "What changes, `limits` as a whole; null takes a value away" });

export const keyRequestSchema = z
  .strictObject({
    othersExpireInSeconds: z
      .int()
      .min(0)
      .max(31_536_000)
      .optional()
      .describe("When the client's other keys end: 0 is at once. If absent, they go on"),
    label: keyLabelSchema.unwrap().refine(isPrintable, unprintable).optional(),
  })
  .meta({ id: "KeyRequest" });

export type NewClient = z.infer<typeof newClientSchema>;
export type ClientChange = z.infer<typeof clientChangeSchema>;

type NewKey = Pick<z.infer<typeof storedKeySchema>, "id" | "hash" | "label">;

/** Keys that a client has at once, such as one for each phone. The table takes 400 KB for a client. */
export const maxKeys = 100;

/** Returns a client as it begins, with its first key. */
export function createdClient(
  { id, name, mail, rights: given, exportDays, exportRows, limits }: NewClient,
  { key, at }: { key: { id: string; hash: string }; at: string },
): Client {
  return {
    id,
    name,
    ...(mail !== undefined && { mail }),
    rights: given,
    ...(exportDays !== undefined && { exportDays }),
    ...(exportRows !== undefined && { exportRows }),
    ...(limits !== undefined && { limits }),
    status: "active",
    keys: [{ ...key, createdAt: at }],
    feeds: [],
    createdAt: at,
    changedAt: at,
    revision: 1,
  };
}

/** Returns the client after a change. */
export function changedClient(client: Client, change: ClientChange, at: string): Client {
  const { mail = client.mail, limits = client.limits } = change;
  const { exportDays = client.exportDays, exportRows = client.exportRows } = change;
  const { mail: _mail, exportDays: _days, exportRows: _rows, limits: _limits, ...kept } = client;
  return {
    ...kept,
    name: change.name ?? client.name,
    rights: change.rights ?? client.rights,
    status: change.status ?? client.status,
    ...(mail != null && { mail }),
    ...(exportDays != null && { exportDays }),
    ...(exportRows != null && { exportRows }),
    ...(limits != null && { limits }),
    changedAt: at,
    revision: client.revision + 1,
  };
}

/**
 * Returns the client with one more key. Its others end at `othersEnd`, if there is such a moment, unless they
 * end sooner; those that have ended are dropped.
 */
export function rotatedClient(
  client: Client,
  { key, at, othersEnd }: { key: NewKey; at: string; othersEnd: string | undefined },
): Client {
  const others = client.keys
    .map((each) => {
      const expiresAt = earliest(each.expiresAt, othersEnd);
      return { ...each, ...(expiresAt !== undefined && { expiresAt }) };
    })
    .filter(({ expiresAt }) => expiresAt === undefined || expiresAt > at);
  return {
    ...client,
    keys: [...others, { ...key, createdAt: at }],
    changedAt: at,
    revision: client.revision + 1,
  };
}

/** Returns the client without a key, which is refused from then on; undefined if it has no such key. */
export function clientWithoutKey(client: Client, keyId: string, at: string): Client | undefined {
  const keys = client.keys.filter(({ id }) => id !== keyId);
  return keys.length === client.keys.length
    ? undefined
    : { ...client, keys, changedAt: at, revision: client.revision + 1 };
}

/**
 * Returns the feeds that would show a client which may read its own rows alone those of all clients: a feed
 * of such a client names the devices or the sources that it is to have.
 */
export function feedsOfAllRows({ exportRows, feeds }: Pick<Client, "exportRows" | "feeds">): Feed[] {
  return exportRows === "own"
    ? feeds.filter(({ filter: { devices, sources } }) => devices === undefined && sources === undefined)
    : [];
}

/** Returns the client with other feeds. */
export function clientWithFeeds(client: Client, feeds: Feed[], at: string): Client {
  return { ...client, feeds, changedAt: at, revision: client.revision + 1 };
}

function earliest(...times: (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).toSorted()[0];
}
