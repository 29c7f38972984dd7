import { z } from "zod";
import { reportSchema } from "../report-schema.ts";
import { type Answers, type Operation, operations } from "./operations.ts";
import { roleOf, type RouteKey } from "./routes.ts";
import {
  exportListSchema,
  exportSchema,
  gatewayMessageSchema,
  problemSchema,
  receiptSchema,
  runListSchema,
  runSchema,
  stageIdentitySchema,
  startedRunSchema,
} from "./schemas.ts";

type Json = Record<string, unknown>;

const reportRequest = z.union([
  reportSchema,
  z.strictObject({ locations: z.array(reportSchema).min(1).max(1000) }),
]);

/** Component schemas by name, each marked as input or output of the API. */
const components: Record<string, { schema: z.ZodType; io: "input" | "output" }> = {
  ReportRequest: { schema: reportRequest, io: "input" },
  RunRequest: { schema: z.strictObject({ date: z.iso.date().optional() }), io: "input" },
  Receipt: { schema: receiptSchema, io: "output" },
  NoMessages: { schema: z.array(z.never()), io: "output" },
  ExportList: { schema: exportListSchema, io: "output" },
  Export: { schema: exportSchema, io: "output" },
  StartedRun: { schema: startedRunSchema, io: "output" },
  RunList: { schema: runListSchema, io: "output" },
  Run: { schema: runSchema, io: "output" },
  Problem: { schema: problemSchema, io: "output" },
  StageIdentity: { schema: stageIdentitySchema, io: "output" },
  GatewayMessage: { schema: gatewayMessageSchema, io: "output" },
  AnyObject: { schema: z.looseObject({}), io: "output" },
};

/**
 * Returns the schema of a route's answer; undefined if the body is not JSON or the route has no such answer.
 */
export function answerSchema(routeKey: RouteKey, statusCode: number): z.ZodType | undefined {
  const name = operations[routeKey].answers[statusCode]?.schema;
  return name === undefined ? undefined : components[name]?.schema;
}

/**
 * Returns the API as an OpenAPI 3.1 document, built from the schemas that its handlers and specs use:
 * https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const [routeKey, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = routeKey.split(" ");
    // OpenAPI has no word for any method or any rest of a path.
    if (method === "ANY" || path.includes("+}")) {
      continue;
    }
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(routeKey, operation) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Ashiato",
      version: "1",
      description: "Location reports in, one clean CSV per business day out.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(components).map(([name, { schema, io }]) => [name, jsonSchema(schema, io)]),
      ),
      securitySchemes: {
        ingest: { type: "http", scheme: "bearer", description: "Allows sending reports" },
        download: {
          type: "http",
          scheme: "bearer",
          description: "Allows listing and fetching exports, and starting runs",
        },
      },
    },
  };
}

function describeOperation(
  routeKey: string,
  { summary, description, query = {}, body, answers }: Operation,
): Json {
  const role = roleOf(routeKey);
  const inPath = [...routeKey.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const inQuery = Object.entries(query).map(([name, meaning]) => ({
    name,
    in: "query",
    description: meaning,
    schema: { type: "string" },
  }));
  return {
    operationId: routeKey.replaceAll(/[^A-Za-z0-9]+/g, "_").replaceAll(/^_|_$/g, ""),
    summary,
    ...(description !== undefined && { description }),
    security: role === undefined ? [] : [{ [role]: [] }],
    parameters: [...inPath, ...inQuery],
    ...(body && {
      requestBody: {
        required: body.optional !== true,
        content: { "application/json": { schema: reference(body.schema) } },
      },
    }),
    responses: responses(role === undefined ? answers : { ...answers, ...gatewayAnswers }),
  };
}

const gatewayAnswers: Answers = {
  401: { description: "The token is missing", schema: "GatewayMessage" },
  403: { description: "The token does not have the role that this route requires", schema: "GatewayMessage" },
  429: { description: "Too many requests: send again later", schema: "GatewayMessage" },
};

function responses(answers: Answers): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { description, schema, contentType, headers }]) => [
      status,
      {
        description,
        ...(headers !== undefined && { headers: describeHeaders(headers) }),
        ...(schema !== undefined && { content: { "application/json": { schema: reference(schema) } } }),
        ...(contentType !== undefined && { content: { [contentType]: { schema: { type: "string" } } } }),
      },
    ]),
  );
}

function describeHeaders(headers: Record<string, string>): Json {
  return Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: "string" } }]),
  );
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** Returns a schema in the dialect of OpenAPI 3.1, JSON Schema 2020-12, with references to components. */
function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const {
    $schema: _dialect,
    $defs: _definitions,
    id: _id,
    ...described
  } = z.toJSONSchema(schema, { io, unrepresentable: "throw" });
  return JSON.parse(JSON.stringify(described).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}
