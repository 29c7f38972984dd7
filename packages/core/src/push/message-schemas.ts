import { pingSchema, subscribeSchema, unsubscribeSchema } from "./client-message.ts";
import {
  errorSchema,
  eventMessageSchema,
  pongSchema,
  positionsMessageSchema,
  runMessageSchema,
  subscribedSchema,
  unsubscribedSchema,
} from "./server-message.ts";

/** What clients send, and what the stage sends, by the names of the messages. */
export const fromClient = { Subscribe: subscribeSchema, Unsubscribe: unsubscribeSchema, Ping: pingSchema };
export const fromStage = {
  Subscribed: subscribedSchema,
  Unsubscribed: unsubscribedSchema,
  Pong: pongSchema,
  Error: errorSchema,
  Event: eventMessageSchema,
  RunProgress: runMessageSchema,
  Positions: positionsMessageSchema,
};

export type MessageName = keyof typeof fromClient | keyof typeof fromStage;
