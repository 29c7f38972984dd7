import type { Operation } from "../operation.ts";

const ticket = "tkt_1qSYQ0Z0C1bYVb6cUe2c8eY9oQ0f3m7A";

export const ticketOperations = {
  "POST /v1/tickets": {
    id: "createTicket",
    tag: "Push",
    summary: "Get a ticket for a connection",
    description:
      "Returns a ticket with which a web page opens a connection to the WebSocket API, because a page cannot send a key with one. It opens one connection, within a minute, with what the key may hear of. Programs send their key instead, in the header `Authorization`. `GET /v1/asyncapi.json` describes what is sent on a connection.",
    answers: {
      201: {
        description: "The ticket",
        headers: {
          "cache-control": { description: "`no-store`: the ticket is a secret", schema: { type: "string" } },
        },
        schema: "Ticket",
        example: ({ time }) => ({
          ticket,
          expiresAt: new Date(Date.parse(time) + 86_460_000).toISOString(),
          url: `wss://example.execute-api.ap-northeast-1.amazonaws.com/$default?ticket=${ticket}`,
        }),
      },
    },
  },
} satisfies Record<string, Operation>;
