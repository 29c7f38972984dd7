import { documentationFiles } from "../documentation-files.ts";
import type { Operation } from "../operation.ts";
import { notFound } from "./common.ts";

const page = () => '<!doctype html>\n<html lang="en">\n  …\n</html>\n';

export const documentationOperations = {
  "GET /": {
    id: "getWelcomePage",
    tag: "Documentation",
    summary: "Read what this is and where to go",
    description: "A small web page without scripts.",
    answers: { 200: { description: "The page", contentType: "text/html", example: page } },
  },
  "GET /v1/openapi.json": {
    id: "getOpenApiDocument",
    tag: "Documentation",
    summary: "Get this description",
    description: "The OpenAPI document of the API. Its examples have times that the stage takes today.",
    answers: {
      200: {
        description: "OpenAPI 3.1",
        schema: "OpenApiDocument",
        example: () => ({ openapi: "3.1.1", info: { title: "Ashiato", version: "0.1.0" }, paths: {} }),
      },
    },
  },
  "GET /docs": {
    id: "getDocumentationPage",
    tag: "Documentation",
    summary: "Read this description as a web page",
    description: "A page to read the description on and to try requests.",
    answers: { 200: { description: "The page", contentType: "text/html", example: page } },
  },
  "GET /docs/{asset}": {
    id: "getDocumentationFile",
    tag: "Documentation",
    summary: "Get a file of that page",
    description: "A script or a style sheet of the page at `/docs`.",
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
} satisfies Record<string, Operation>;
