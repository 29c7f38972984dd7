// The AsyncAPI document, as another reader of the specification sees it.
import { asyncApiDocument } from "@ashiato/core/push/asyncapi";
import { readClientMessage } from "@ashiato/core/push/client-message";
import { serverMessageSchema } from "@ashiato/core/push/server-message";
import specification from "@asyncapi/specs/schemas/3.0.0.json" with { type: "json" };
import { Ajv, type Options } from "ajv";
import addFormats from "ajv-formats";
import { expect, it } from "vitest";

const document = asyncApiDocument({
  version: "1.2.3",
  url: "wss://abc.execute-api.ap-northeast-1.amazonaws.com/$default",
}) as {
  channels: Record<string, { messages: Record<string, { $ref: string }> }>;
  components: { messages: Record<string, { examples: { payload: object }[]; payload: { $ref: string } }> };
};

function reader(options: Options = {}): Ajv {
  const ajv = new Ajv({ strict: false, ...options });
  addFormats.default(ajv);
  return ajv;
}

/** Reads a message as the stage does that takes it, or as the specs do that hear it. */
function readAsStage(example: object): unknown {
  const text = JSON.stringify(example);
  return "action" in example ? readClientMessage(text).message : serverMessageSchema.parse(JSON.parse(text));
}

// The specification's schema brings the dialect in which it is written along.
it("is an AsyncAPI 3.0 document by the specification's own schema", () => {
  const validate = reader({ meta: false, validateSchema: false }).compile(specification);
  expect(validate(document) ? [] : validate.errors).toEqual([]);
  const broken = { ...document, channels: { connection: { messages: { Subscribe: { payload: 7 } } } } };
  expect(validate(broken)).toBe(false);
});

it("has references that resolve", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(30);
  for (const [, path = ""] of references) {
    let found: unknown = document;
    for (const name of path.split("/")) {
      found = Reflect.get(Object(found), name);
    }
    expect(found, path).toBeDefined();
  }
});

it("describes each message so that its examples fit, and as the stage reads and writes it", () => {
  const ajv = reader();
  ajv.addSchema(document, "document");
  for (const [name, { examples, payload }] of Object.entries(document.components.messages)) {
    const validate = ajv.compile({ $ref: `document${payload.$ref}` });
    expect(examples.length, name).toBeGreaterThan(0);
    for (const { payload: example } of examples) {
      expect({ name, errors: validate(example) ? [] : validate.errors }).toEqual({ name, errors: [] });
      expect(readAsStage(example)).toEqual(example);
    }
    expect(validate({ ...examples[0]?.payload, unknown: 1 }), name).toBe(false);
  }
});
