import * as z from "zod";
import { plainIssue } from "../plain-issue.ts";
import { shownValue } from "../shown-value.ts";
import { deviceId } from "../value-rules.ts";
import { topics } from "./topics.ts";

/** As many as `GET /v1/positions` takes. */
const maxDevices = 100;

const longitude = z.number().min(-180).max(180);
const latitude = z.number().min(-90).max(90);

const box = z
  .tuple([longitude, latitude, longitude, latitude])
  .describe("West, south, east, north in degrees; a west greater than the east crosses the antimeridian");

const topic = z.enum(topics).describe("What happened of which the client is to hear");

/** Which positions are pushed; what is absent restricts nothing. */
export const positionFilterShape = {
  devices: z.array(deviceId).min(1).max(maxDevices).optional().describe("Of `positions`: only these devices"),
  box: box.optional().describe("Of `positions`: only fixes in this area"),
};

export const subscribeSchema = z
  .strictObject({ action: z.literal("subscribe"), topic, ...positionFilterShape })
  .meta({ id: "Subscribe", description: "Begins a subscription, in place of an earlier one to the topic" });

export const unsubscribeSchema = z
  .strictObject({ action: z.literal("unsubscribe"), topic })
  .meta({ id: "Unsubscribe", description: "Ends a subscription" });

export const pingSchema = z
  .strictObject({ action: z.literal("ping") })
  .meta({ id: "Ping", description: "Keeps the connection, which otherwise ends after 10 idle minutes" });

const schemas = { subscribe: subscribeSchema, unsubscribe: unsubscribeSchema, ping: pingSchema };
const actions = Object.keys(schemas).join(", ");

export type SubscribeMessage = z.infer<typeof subscribeSchema>;
type ClientMessage = SubscribeMessage | z.infer<typeof unsubscribeSchema> | z.infer<typeof pingSchema>;

/** Why a message is not taken; `field` and `value` name what is wrong, if it is one thing. */
type MessageFault = { message: string; field?: string; value?: string };

type ReadMessage = { message: ClientMessage; fault?: never } | { message?: never; fault: MessageFault };

/** Reads a client's message, or returns what is wrong with it. */
export function readClientMessage(text: string): ReadMessage {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { fault: { message: `A message must be a JSON object, got ${shownValue(value ?? text)}` } };
  }
  const action: unknown = Reflect.get(value, "action");
  if (typeof action !== "string" || !isAction(action)) {
    return { fault: faultOf(value, ["action"], `must be one of ${actions}`) };
  }
  const read = schemas[action].safeParse(value, { error: plainIssue });
  if (!read.success) {
    const [issue] = read.error.issues;
    return issue?.code === "unrecognized_keys"
      ? { fault: faultOf(value, issue.keys.slice(0, 1), `is no member of the action ${action}`) }
      : { fault: faultOf(value, issue?.path ?? [], issue?.message ?? "") };
  }
  const fault = read.data.action === "subscribe" ? filterFault(read.data) : undefined;
  return fault === undefined ? { message: read.data } : { fault };
}

function isAction(action: string): action is keyof typeof schemas {
  return Object.hasOwn(schemas, action);
}

/** Returns what no schema of one member says. */
function filterFault(message: SubscribeMessage): MessageFault | undefined {
  for (const field of ["devices", "box"] as const) {
    if (message.topic !== "positions" && message[field] !== undefined) {
      return faultOf(message, [field], `is for the topic positions, not for ${message.topic}`);
    }
  }
  const [, south, , north] = message.box ?? [0, 0, 0, 0];
  return south > north ? faultOf(message, ["box"], "must have its south not above its north") : undefined;
}

function faultOf(message: object, path: readonly PropertyKey[], what: string): MessageFault {
  const field = path.map(String).join(".");
  let value: unknown = message;
  for (const name of path) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  }
  if (value === undefined) {
    return { message: `${field} is missing: it ${what}`, field };
  }
  const shown = shownValue(value);
  return { message: `${field} ${what}, got ${shown}`, field, value: shown };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
