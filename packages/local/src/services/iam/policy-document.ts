import { z } from "zod";

const texts = z.array(z.string());
const principals = z.array(z.strictObject({ type: z.string(), identifiers: texts }));

const documentSchema = z.strictObject({
  version: z.string().optional(),
  policyId: z.string().optional(),
  statements: z
    .array(
      z.strictObject({
        sid: z.string().optional(),
        effect: z.string().default("Allow"),
        actions: texts.optional(),
        notActions: texts.optional(),
        resources: texts.optional(),
        notResources: texts.optional(),
        principals: principals.optional(),
        conditions: z
          .array(z.strictObject({ test: z.string(), variable: z.string(), values: texts }))
          .optional(),
      }),
    )
    .default([]),
});

type Statement = z.infer<typeof documentSchema>["statements"][number];

/**
 * Returns the inputs with the document that the AWS provider renders of them.
 *
 * Throws a ZodError for what is not rendered here, such as source documents.
 */
export function policyDocument(inputs: Record<string, unknown>): Record<string, unknown> {
  const { version = "2012-10-17", policyId, statements } = documentSchema.parse(inputs);
  const json = JSON.stringify({
    Version: version,
    Id: policyId,
    Statement: statements.map((statement) => ({
      Sid: statement.sid,
      Effect: statement.effect,
      Action: statement.actions,
      NotAction: statement.notActions,
      Resource: statement.resources,
      NotResource: statement.notResources,
      Principal: statement.principals && renderedPrincipals(statement.principals),
      Condition: statement.conditions && renderedConditions(statement.conditions),
    })),
  });
  return { ...inputs, json };
}

/** Of the type `*` the provider makes the principal `*`, which is whoever asks. */
function renderedPrincipals(given: z.infer<typeof principals>): "*" | Record<string, string[]> {
  if (given.some(({ type }) => type === "*")) {
    return "*";
  }
  const rendered: Record<string, string[]> = {};
  for (const { type, identifiers } of given) {
    rendered[type] = [...(rendered[type] ?? []), ...identifiers];
  }
  return rendered;
}

function renderedConditions(
  given: NonNullable<Statement["conditions"]>,
): Record<string, Record<string, string[]>> {
  const rendered: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of given) {
    const keys = (rendered[test] ??= {});
    keys[variable] = [...(keys[variable] ?? []), ...values];
  }
  return rendered;
}
