import type * as z from "zod";
import { type Described, describedSchemas } from "../api/described-schemas.ts";
import { type MessageExample, messageExamples } from "./message-examples.ts";
import { fromClient, fromStage, type MessageName } from "./message-schemas.ts";

type Json = Record<string, unknown>;

type OperationDescription = { summary: string; messages: MessageName[]; reply?: MessageName[] };

/** What the stage does on a connection: `receive` is what clients send. */
const operations: Record<string, OperationDescription & { action: "receive" | "send" }> = {
  takeSubscription: {
    action: "receive",
    summary: "Begin or change a subscription",
    messages: ["Subscribe"],
    reply: ["Subscribed", "Error"],
  },
  takeUnsubscription: {
    action: "receive",
    summary: "End a subscription",
    messages: ["Unsubscribe"],
    reply: ["Unsubscribed", "Error"],
  },
  takePing: {
    action: "receive",
    summary: "Keep the connection",
    messages: ["Ping"],
    reply: ["Pong", "Error"],
  },
  pushEvent: { action: "send", summary: "Something happened", messages: ["Event"] },
  pushRun: { action: "send", summary: "A run has got on", messages: ["RunProgress"] },
  pushPositions: { action: "send", summary: "Devices have newer positions", messages: ["Positions"] },
  endSubscription: { action: "send", summary: "A key has lost a right", messages: ["Unsubscribed"] },
};

/** The product's version, and the address of the WebSocket API. */
export type AsyncApiOptions = { version: string; url: string };

/**
 * Returns the WebSocket API as an AsyncAPI 3.0 document, built from the schemas by which its functions read
 * and write messages: https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApiDocument({ version, url }: AsyncApiOptions): Json {
  const { protocol, host, pathname } = new URL(url);
  const schemas = { ...fromClient, ...fromStage };
  const names = Object.keys(schemas) as MessageName[];
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Ashiato",
      version,
      description: "What the stage says of exports, runs, files and positions as it happens.",
      license: { name: "MIT" },
    },
    defaultContentType: "application/json",
    servers: {
      stage: {
        host,
        pathname,
        protocol: protocol.slice(0, -1),
        description: "This stage",
        security: [
          { $ref: "#/components/securitySchemes/key" },
          { $ref: "#/components/securitySchemes/ticket" },
        ],
      },
    },
    channels: {
      connection: {
        address: "/",
        title: "A connection",
        description:
          "Lasts two hours at most, and ten minutes without a message of either side: connect again, and subscribe.",
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: Object.fromEntries(
      Object.entries(operations).map(([id, operation]) => [id, describeOperation(operation)]),
    ),
    components: {
      messages: Object.fromEntries(names.map((name) => [name, describeMessage(name, schemas[name])])),
      schemas: describedSchemas(
        [...described(fromClient, "input"), ...described(fromStage, "output")],
        "draft-7",
      ),
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "The key of a client, or the download token, in the header of the handshake",
        },
        ticket: {
          type: "httpApiKey",
          name: "ticket",
          in: "query",
          description: "For web pages: a ticket of `POST /v1/tickets`, which opens one connection",
        },
      },
    },
  };
}

function described(schemas: Record<string, z.ZodType>, io: Described["io"]): Described[] {
  return Object.values(schemas).map((schema) => ({ schema, io }));
}

function describeOperation({ reply, messages, ...operation }: (typeof operations)[string]): Json {
  const channel = { $ref: "#/channels/connection" };
  const references = (names: MessageName[]) =>
    names.map((name) => ({ $ref: `#/channels/connection/messages/${name}` }));
  return {
    ...operation,
    channel,
    messages: references(messages),
    ...(reply && { reply: { channel, messages: references(reply) } }),
  };
}

function describeMessage(name: MessageName, schema: z.ZodType): Json {
  const examples: readonly MessageExample[] = messageExamples[name];
  return {
    name,
    title: name,
    ...(schema.description !== undefined && { summary: schema.description }),
    payload: { $ref: `#/components/schemas/${name}` },
    examples: examples.map((payload) => ({ payload })),
  };
}
