import type * as z from "zod";
import { components, componentSchemas } from "./components.ts";
import { describeOperation } from "./describe-operation.ts";
import type { ExampleTimes, Tag } from "./operation.ts";
import { operations } from "./operations.ts";
import { osmandExamples } from "./operations/phones.ts";
import type { RouteKey } from "./routes.ts";

type Json = Record<string, unknown>;

/** In the order in which a newcomer needs them. */
const tags: Record<Tag, string> = {
  Reports: "Sending reports, with the ingest token",
  Files: "Files of reports, which are taken in by themselves, with the ingest token",
  Status: "How the stage is, and what needs a person, with the download token",
  Runs: "The daily batch, which turns reports into exports, with the download token",
  Reconciliations: "Comparisons of what is stored, with the download token",
  Exports: "The CSV of each business date, with the download token",
  Positions: "Where devices are, and what is stored so far, before the day's export, with the download token",
  Push: "Connections on which the stage tells what happens, with the download token or a client's key",
  Sessions:
    "Signing in to the console by a link, with the download token or a client's key; a session may do what the key may",
  Phones: "The formats that phone apps send by themselves, with the ingest token",
  Clients: "Who may use the API, and for what, with the download token",
  Feeds: "What clients are given of the exports, with the download token or a client's key",
  Webhooks: "Receivers to which the stage posts its events, with the download token",
  Documentation: "This description, which needs no token",
};

/** The time and the address at which a document is requested, for its examples. */
export type DocumentOptions = ExampleTimes & {
  /** The product's version. */
  version: string;
};

/**
 * Returns the schema of a route's answer; undefined if the body is not JSON or the route has no such answer.
 */
export function answerSchema(routeKey: RouteKey, statusCode: number): z.ZodType | undefined {
  const name = operations[routeKey].answers[statusCode]?.schema;
  return name === undefined ? undefined : components[name].schema;
}

/**
 * Returns the API as an OpenAPI 3.1 document, built from the schemas that its handlers and specs use:
 * https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument({ version, ...times }: DocumentOptions): Json {
  const paths: Record<string, Json> = {};
  for (const [routeKey, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = routeKey.split(" ");
    // OpenAPI cannot describe "any method" or "any rest of a path".
    if (method === "ANY" || path.includes("+}")) {
      continue;
    }
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(routeKey, operation, times) };
  }
  const schemas = componentSchemas();
  return {
    openapi: "3.1.1",
    info: {
      title: "Ashiato",
      version,
      description: "Location reports in, one clean CSV per business day out.",
      contact: { name: "The operators of this stage" },
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: times.url, description: "This stage" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...schemas, OsmAndFields: formWithExamples(schemas["OsmAndFields"], times) },
      securitySchemes: {
        ingest: {
          type: "http",
          scheme: "bearer",
          description:
            "The ingest token, or the key of a client that has the right: `ingest` to send reports, `uploads` to send files",
        },
        download: {
          type: "http",
          scheme: "bearer",
          description:
            "The download token, which allows everything but sending reports; or the key of a client that has the right: `exports:read`, `runs:start` or `clients:admin`",
        },
      },
    },
  };
}

/**
 * Returns the schema of a form with an example in each field, the only ones from which Swagger UI fills a
 * form.
 */
function formWithExamples(schema: unknown, times: ExampleTimes): Json {
  const form = schema as { properties: Record<string, Json> };
  const properties = Object.entries(form.properties).map(([name, field]): [string, Json] => {
    const example = osmandExamples[name];
    return [name, example === undefined ? field : { ...field, examples: [example(times)] }];
  });
  return { ...form, properties: Object.fromEntries(properties) };
}
