import { z } from "zod";

const texts = z.array(z.string());

const documentSchema = z.looseObject({
  statements: z
    .array(
      z.looseObject({
        effect: z.string().default("Allow"),
        actions: texts.optional(),
        resources: texts.optional(),
        principals: z.array(z.looseObject({ type: z.string(), identifiers: texts })).optional(),
        conditions: z
          .array(z.looseObject({ test: z.string(), variable: z.string(), values: texts }))
          .optional(),
      }),
    )
    .default([]),
});

/**
 * Returns the inputs with the document that the AWS provider renders of them, as far as a reader of
 * permissions needs it.
 */
export function policyDocument(inputs: Record<string, unknown>): Record<string, unknown> {
  const { statements } = documentSchema.parse(inputs);
  const json = JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map(({ effect, actions, resources, principals, conditions }) => ({
      Effect: effect,
      Action: actions,
      Resource: resources,
      Principal:
        principals && Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])),
      Condition:
        conditions &&
        Object.fromEntries(conditions.map(({ test, variable, values }) => [test, { [variable]: values }])),
    })),
  });
  return { ...inputs, json };
}
