import * as z from "zod";

/** The number of children that the text describes; the others are in the result files. */
const toldChildren = 5;
/**
 * The cause of an execution has at most 32,768 characters:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 */
const toldCharacters = 1_000;

/**
 * A child of the Distributed Map that did not succeed, as a result file describes it. `Input` is JSON text.
 */
const failedChildSchema = z.object({
  ExecutionArn: z.string().optional(),
  Status: z.string().optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
  Input: z.string().optional(),
});

export const failedChildrenSchema = z.array(failedChildSchema);

export type FailedChild = z.infer<typeof failedChildSchema>;

const inputSchema = z.object({ Items: z.array(z.object({ Key: z.string() })).min(1) });
/** The error of a Lambda function: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
const raisedSchema = z.object({ errorMessage: z.string() });

/**
 * Describes children that did not succeed: the error and the work objects of each.
 */
export function failedChildrenText(children: readonly FailedChild[]): string {
  const told = children.slice(0, toldChildren).map(childText);
  const more = children.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function childText({ ExecutionArn, Status, Error: error, Cause, Input }: FailedChild): string {
  const raised = readJson(raisedSchema, Cause)?.errorMessage ?? Cause;
  const what = [error ?? Status ?? "no error", raised?.slice(0, toldCharacters)]
    .filter((part) => part !== undefined)
    .join(": ");
  return `${what} (${[objectsText(Input), ExecutionArn].filter((part) => part !== undefined).join(", ")})`;
}

function objectsText(input: string | undefined): string | undefined {
  const [first, ...rest] = readJson(inputSchema, input)?.Items ?? [];
  return first && `${first.Key}${rest.length > 0 ? ` and ${rest.length} more` : ""}`;
}

/**
 * Parses JSON text and checks it against a schema; undefined if it does not match. A cause may be any text,
 * and may be cut off.
 */
function readJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(text ?? "null")).data;
  } catch {
    return undefined;
  }
}
