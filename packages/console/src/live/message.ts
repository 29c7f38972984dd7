import type { PositionFeature, Run } from "../api/client.ts";

/** What the console subscribes to. */
export type Topic = "exports" | "runs" | "intake" | "positions";

type Told<Type extends string, Data> = { id: string; time: string; type: Type; data: Data };

/** An event of the stage, as far as the console tells of it. */
export type StageEvent =
  | Told<
      "exports.published",
      { date: string; version: number; kind: "whole" | "supplement"; rows: number; run: string }
    >
  | Told<"runs.started" | "runs.succeeded" | "runs.failed", { run: string }>
  | Told<"intake.registered", { name: string; rows: { accepted: number } }>
  | Told<"intake.failed", { name: string; reason: string }>;

/** What the stage says on a connection, as `GET /v1/asyncapi.json` describes it. */
export type LiveMessage =
  | { type: "event"; topic: Topic; event: StageEvent }
  | { type: "run"; topic: "runs"; run: Run }
  | { type: "positions"; topic: "positions"; mergedAt: string; features: PositionFeature[] }
  | { type: "subscribed" | "unsubscribed"; topic: Topic }
  | { type: "pong" }
  | { type: "error"; error: { code: string; message: string } };

/** Returns a message; undefined for a type that the console does not know. */
export function readMessage(text: string): LiveMessage | undefined {
  const message = JSON.parse(text) as LiveMessage;
  const known = ["event", "run", "positions", "subscribed", "unsubscribed", "pong", "error"];
  return known.includes(message.type) ? message : undefined;
}
