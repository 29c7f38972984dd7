import type { MessageName } from "./message-schemas.ts";

export type MessageExample = Record<string, unknown>;

const filter = { devices: ["van-7"], box: [139.5, 35.5, 140, 36] };

/** Examples of each message, for the document and its readers. */
export const messageExamples: Record<MessageName, readonly MessageExample[]> = {
  Subscribe: [
    { action: "subscribe", topic: "exports" },
    { action: "subscribe", topic: "positions", ...filter },
  ],
  Unsubscribe: [{ action: "unsubscribe", topic: "exports" }],
  Ping: [{ action: "ping" }],
  Subscribed: [
    { type: "subscribed", topic: "exports" },
    { type: "subscribed", topic: "positions", ...filter },
  ],
  Unsubscribed: [
    { type: "unsubscribed", topic: "exports" },
    { type: "unsubscribed", topic: "exports", reason: "the topic exports requires the right exports:read" },
  ],
  Pong: [{ type: "pong", time: "2026-11-21T03:00:00.000Z" }],
  Error: [
    {
      type: "error",
      error: {
        code: "InvalidMessage",
        message: 'topic must be "exports" or "runs" or "intake" or "positions", got "export"',
        field: "topic",
        value: '"export"',
      },
    },
  ],
  Event: [
    {
      type: "event",
      topic: "exports",
      event: {
        id: "evt_0a4d55a8d778e5022fab701977c5d840",
        type: "exports.published",
        time: "2026-11-21T15:17:42.000Z",
        stage: "production",
        data: {
          date: "2026-11-21",
          version: 1,
          run: "2026-11-21T15-15-00Z",
          kind: "whole",
          supplement: null,
          rows: 24_000_000,
          conflicts: 0,
          bytes: 2_600_000_000,
          completeThrough: "2026-11-21T15:15:00.000Z",
        },
      },
    },
  ],
  RunProgress: [
    {
      type: "run",
      topic: "runs",
      run: {
        run: "2026-11-21T15-15-00Z",
        status: "RUNNING",
        startedAt: "2026-11-21T15:15:00.000Z",
        statusUrl: "https://api.example.com/v1/runs/2026-11-21T15-15-00Z",
        phase: "distribute",
        date: "2026-11-21",
        map: { total: 288, done: 120, running: 24, failed: 0, pending: 144 },
        statements: [],
      },
    },
  ],
  Positions: [
    {
      type: "positions",
      topic: "positions",
      mergedAt: "2026-11-21T03:05:00.000Z",
      features: [
        {
          type: "Feature",
          geometry: { type: "Point", coordinates: [139.767125, 35.681236] },
          properties: {
            deviceId: "van-7",
            timestamp: "2026-11-21T03:04:12.000000Z",
            receivedAt: "2026-11-21T03:04:14.120000Z",
            accuracy: 8.5,
          },
        },
      ],
    },
  ],
};
