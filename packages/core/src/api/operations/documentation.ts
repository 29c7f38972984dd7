import { documentationFiles } from "../documentation-files.ts";
import type { Operation } from "../operation.ts";
import { notFound } from "./common.ts";

const page = () => '<!doctype html>\n<html lang="en">\n  …\n</html>\n';

export const documentationOperations = {
  "GET /": {
    id: "getWelcomePage",
    tag: "Documentation",
    summary: "Get the welcome page",
    description: "Returns a small web page without scripts that links to the documentation.",
    answers: { 200: { description: "The page", contentType: "text/html", example: page } },
  },
  "GET /v1/openapi.json": {
    id: "getOpenApiDocument",
    tag: "Documentation",
    summary: "Get the OpenAPI document",
    description: "Returns this document. The times in its examples are recent enough to be accepted.",
    answers: {
      200: {
        description: "OpenAPI 3.1",
        schema: "OpenApiDocument",
        example: () => ({ openapi: "3.1.1", info: { title: "Ashiato", version: "0.1.0" }, paths: {} }),
      },
    },
  },
  "GET /v1/asyncapi.json": {
    id: "getAsyncApiDocument",
    tag: "Documentation",
    summary: "Get the AsyncAPI document",
    description: "Returns the description of the WebSocket API: who may connect, and each message.",
    answers: {
      200: {
        description: "AsyncAPI 3.0",
        schema: "AsyncApiDocument",
        example: () => ({ asyncapi: "3.0.0", info: { title: "Ashiato", version: "0.1.0" }, channels: {} }),
      },
    },
  },
  "GET /docs": {
    id: "getDocumentationPage",
    tag: "Documentation",
    summary: "Get the documentation page",
    description: "Returns a web page that shows the OpenAPI document and sends requests to the stage.",
    answers: { 200: { description: "The page", contentType: "text/html", example: page } },
  },
  "GET /docs/{asset}": {
    id: "getDocumentationFile",
    tag: "Documentation",
    summary: "Get a file of the documentation page",
    description: "Returns a script or a style sheet of the page at `/docs`.",
    path: {
      asset: {
        description: "Name of the file",
        schema: { type: "string", enum: Object.keys(documentationFiles) },
        example: () => "start.js",
      },
    },
    answers: {
      200: {
        description: "The file",
        contentType: "text/javascript",
        example: () => "// …\n",
      },
      404: notFound('The documentation has no file "none.js"'),
    },
  },
  "GET /console": {
    id: "getConsole",
    tag: "Documentation",
    summary: "Get the web console",
    description:
      "Returns the page that shows days, runs and positions to whoever signs in on it with a key. It asks this API alone.",
    answers: {
      200: { description: "The page", contentType: "text/html", example: page },
      304: { description: "The page is the one that the request has, by `If-None-Match`" },
    },
  },
  "GET /console/{path+}": {
    id: "getConsoleFile",
    tag: "Documentation",
    summary: "Get a page or a file of the web console",
    description: "Returns the console itself for each of its pages, and a file for a path below `assets`.",
    answers: {
      200: { description: "The page or the file", contentType: "text/html", example: page },
      304: { description: "The request has it already, by `If-None-Match`" },
      404: notFound('The console has no file "assets/none.js"'),
    },
  },
} satisfies Record<string, Operation>;
