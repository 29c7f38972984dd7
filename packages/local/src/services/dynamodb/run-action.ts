import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { DynaliteParts, Store } from "./dynalite-parts.ts";
import { tableNameOf } from "./table-name.ts";

/** An error of dynalite's that DynamoDB's callers see. */
const refusal = z.object({
  statusCode: z.number(),
  body: z.looseObject({
    __type: z.string(),
    message: z.string().optional(),
    Message: z.string().optional(),
  }),
});

/** An action of dynalite's on a store, its request read. */
export type PreparedAction = (store: Store) => Promise<object>;

/**
 * Reads the request of an action of dynalite. Refuses unknown members instead of ignoring them. Throws
 * ServiceError.
 */
export function prepareAction(
  parts: DynaliteParts,
  { name, input }: { name: string; input: object },
  store: Store,
): PreparedAction {
  const action = parts.actions[name];
  if (!action) {
    throw new Error(`dynalite has no action ${name}`);
  }
  const unknown = Object.entries(input).find(
    ([member, value]) => value !== null && !Object.hasOwn(action.types, member),
  );
  if (unknown) {
    throw new ServiceError("ValidationException", `${name}: ${unknown[0]} is not supported here`);
  }
  const data = asServiceError(() => {
    const checked = parts.checkTypes(withTableName(input), action.types);
    parts.checkValidations(checked, action.types, action.custom, store);
    return checked;
  });
  return (target) =>
    new Promise((resolve, reject) => {
      action.run(target, data, (error, answer) => {
        if (error) {
          reject(serviceError(error));
          return;
        }
        resolve(answer ?? {});
      });
    });
}

function withTableName(input: object): object {
  const named = z.looseObject({ TableName: z.string() }).safeParse(input);
  return named.success ? { ...input, TableName: tableNameOf(named.data.TableName) } : { ...input };
}

function asServiceError<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw serviceError(error);
  }
}

function serviceError(error: unknown): unknown {
  const refused = refusal.safeParse(error);
  if (!refused.success) {
    return error;
  }
  const { statusCode, body } = refused.data;
  const name = body.__type.split("#").at(-1) ?? body.__type;
  return new ServiceError(name, body.message ?? body.Message ?? "", { statusCode, cause: error });
}
