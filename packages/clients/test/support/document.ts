import { z } from "zod";

const example = z.object({ value: z.unknown() });
const content = z.object({
  schema: z.record(z.string(), z.unknown()),
  example: z.unknown().optional(),
  examples: z.record(z.string(), example).optional(),
});
const parameter = z.object({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  description: z.string().min(1),
  required: z.boolean().optional(),
  schema: z.looseObject({ type: z.string() }),
  example: z.unknown().optional(),
});
const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.never()))),
  parameters: z.array(parameter),
  requestBody: z.object({ content: z.record(z.string(), content) }).optional(),
  responses: z.record(
    z.string(),
    z.object({
      content: z.record(z.string(), content).optional(),
      headers: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
const documentSchema = z.looseObject({
  info: z.looseObject({ version: z.string() }),
  servers: z.array(z.object({ url: z.string() })).length(1),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

/** An OpenAPI document as far as the specs read it. */
export type OpenApiDocument = z.infer<typeof documentSchema>;
type Described = z.infer<typeof operation>;

/** An operation with its path and method. */
export type DescribedOperation = Described & { method: string; path: string };

export function readDocument(value: unknown): OpenApiDocument {
  return documentSchema.parse(value);
}

/** Returns every operation in the order of the document. */
export function operationsOf({ paths }: OpenApiDocument): DescribedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      ...described,
      method: method.toUpperCase(),
      path,
    })),
  );
}

/** A body that the document shows, with its schema; `place` says where it stands. */
export type ShownExample = { place: string; schema: Record<string, unknown>; value: unknown };

/** Returns all examples of an operation: parameters, request bodies and answers. */
export function examplesOf({
  operationId,
  parameters,
  requestBody,
  responses,
}: DescribedOperation): ShownExample[] {
  const ofContent = (place: string, contents: Record<string, z.infer<typeof content>> = {}) =>
    Object.entries(contents).flatMap(([type, { schema, example: only, examples = {} }]) =>
      [only, ...Object.values(examples).map(({ value }) => value)]
        .filter((value) => value !== undefined)
        .map((value) => ({ place: `${operationId} ${place} ${type}`, schema, value })),
    );
  return [
    ...parameters
      .filter(({ example: value }) => value !== undefined)
      .map(({ name, schema, example: value }) => ({ place: `${operationId} ${name}`, schema, value })),
    ...ofContent("request", requestBody?.content),
    ...Object.entries(responses).flatMap(([status, { content: contents }]) => ofContent(status, contents)),
  ];
}
