import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { z } from "zod";

const schemaSchema = z.record(z.string(), z.unknown());
const documentSchema = z.looseObject({ components: z.looseObject({ schemas: schemaSchema }) });

export type Validate = (schema: object, value: unknown) => string[];

/**
 * Returns a validator of values by schemas of an OpenAPI 3.1 document, whose references it follows: it lists
 * what is wrong. Formats count, and a keyword that JSON Schema 2020-12 does not know is an error.
 */
export function validatorOf(document: object): Validate {
  const ajv = new Ajv2020({ strictSchema: true, strictTypes: false, allErrors: true });
  formats.default(ajv);
  const { components } = documentSchema.parse(document);
  ajv.addSchema(withReferences({ $id: "openapi", $defs: components.schemas }));
  return (schema, value) => {
    const validate = ajv.compile(withReferences(schema));
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
}

/** Returns a schema whose references lead to where JSON Schema has its definitions. */
function withReferences(schema: object): Record<string, unknown> {
  const text = JSON.stringify(schema).replaceAll('"#/components/schemas/', '"openapi#/$defs/');
  return schemaSchema.parse(JSON.parse(text));
}
