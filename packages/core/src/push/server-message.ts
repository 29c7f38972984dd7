import * as z from "zod";
import { positionFeatureSchema } from "../api/position-schemas.ts";
import { runSchema } from "../api/run-schemas.ts";
import { appEventSchema } from "../events/app-event.ts";
import { positionFilterShape } from "./client-message.ts";
import { topics } from "./topics.ts";

const topic = z.enum(topics);

export const subscribedSchema = z
  .strictObject({ type: z.literal("subscribed"), topic, ...positionFilterShape })
  .meta({
    id: "Subscribed",
    description: "The subscription is in force: what happens from now on is pushed",
  });

export const unsubscribedSchema = z
  .strictObject({
    type: z.literal("unsubscribed"),
    topic,
    reason: z.string().optional().describe("Why, if the client did not ask for it: it has lost the right"),
  })
  .meta({ id: "Unsubscribed", description: "The subscription has ended" });

export const pongSchema = z
  .strictObject({ type: z.literal("pong"), time: z.iso.datetime() })
  .meta({ id: "Pong", description: "The answer to a ping" });

export const errorSchema = z
  .strictObject({
    type: z.literal("error"),
    error: z.strictObject({
      code: z
        .enum(["InvalidMessage", "Forbidden", "KeyEnded"])
        .describe(
          "InvalidMessage: the message is none that the stage takes. Forbidden: the key lacks the right. KeyEnded: the key was revoked or has expired, and the connection takes no more messages",
        ),
      message: z.string(),
      field: z.string().optional().describe("What is wrong, by its path in the message"),
      value: z.string().optional().describe("What it is, as JSON; the beginning of a long one"),
    }),
  })
  .meta({ id: "Error", description: "The answer to a message that is not taken" });

export const eventMessageSchema = z
  .strictObject({
    type: z.literal("event"),
    topic: z.enum(["exports", "runs", "intake"]),
    event: appEventSchema,
  })
  .meta({ id: "Event", description: "Something happened. An id that came before is the same event again" });

export const runMessageSchema = z
  .strictObject({ type: z.literal("run"), topic: z.literal("runs"), run: runSchema })
  .meta({ id: "RunProgress", description: "How far a run is: what `GET /v1/runs/{run}` answers" });

export const positionsMessageSchema = z
  .strictObject({
    type: z.literal("positions"),
    topic: z.literal("positions"),
    mergedAt: z.iso.datetime().describe("When the reports drained by then were merged"),
    features: z.array(positionFeatureSchema),
  })
  .meta({
    id: "Positions",
    description: "Devices that have a newer position; after a subscription, where all of them are",
  });

/** Whatever the stage sends on a connection. */
export const serverMessageSchema = z.discriminatedUnion("type", [
  subscribedSchema,
  unsubscribedSchema,
  pongSchema,
  errorSchema,
  eventMessageSchema,
  runMessageSchema,
  positionsMessageSchema,
]);

export type ServerMessage = z.output<typeof serverMessageSchema>;
