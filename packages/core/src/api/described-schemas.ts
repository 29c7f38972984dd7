import * as z from "zod";

/** A schema of what an API takes (input) or sends (output). */
export type Described = { schema: z.ZodType; io: "input" | "output" };

const definitions = { "draft-2020-12": "$defs", "draft-7": "definitions" } as const;

/**
 * Returns named schemas, and those that they contain, as JSON Schema for the components of a document. Omits
 * bounds and patterns that only repeat the type or the format.
 */
export function describedSchemas(
  schemas: readonly Described[],
  target: keyof typeof definitions,
): Record<string, unknown> {
  const place = definitions[target];
  const described: Record<string, unknown> = {};
  for (const { schema, io } of schemas) {
    // A named schema is a reference to its own definition, which stands beside those that it needs.
    const named = z.toJSONSchema(schema, {
      io,
      target,
      unrepresentable: "throw",
      override: ({ jsonSchema }) => {
        if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
          delete jsonSchema.maximum;
        }
        if (jsonSchema.format !== undefined) {
          delete jsonSchema.pattern;
        }
      },
    });
    Object.assign(described, named[place]);
  }
  const text = JSON.stringify(described).replaceAll(`"#/${place}/`, '"#/components/schemas/');
  return JSON.parse(text) as Record<string, unknown>;
}
