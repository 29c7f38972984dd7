import type { Access } from "../access.ts";
import type { InvocationResult, Invoke } from "../service.ts";

/**
 * Invokes a function for a part of an API, its route or its authorizer, which is named by an ARN. Throws
 * ServiceError when it cannot be invoked, or may not be.
 */
export type InvokeForApi = (
  functionArn: string,
  payload: string,
  sourceArn: string,
) => Promise<InvocationResult>;

/** Returns an invocation as API Gateway makes it: only if the function's policy lets the part of the API. */
export function invokeForApi(access: Access, invoke: Invoke): InvokeForApi {
  return async (functionArn, payload, sourceArn) => {
    access.authorize(
      {
        principal: { kind: "service", service: "apigateway.amazonaws.com" },
        action: "lambda:InvokeFunction",
        resource: functionArn,
        context: { "aws:sourcearn": sourceArn, "aws:sourceaccount": access.accountId },
      },
      { statusCode: 403 },
    );
    return invoke(functionArn, payload);
  };
}

/** Returns what a promise resolves to, or undefined once it takes longer. */
export async function inTime<T>(result: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}
