import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import type { DeclaredResources } from "../declared.ts";

export type FunctionPlan = {
  /** The component's name: `Store`. */
  component: string;
  /** The Lambda function's name, with app, stage and ending. */
  name: string;
  arn: string;
  roleArn: string;
  /** Absolute folder of the bundle, and the handler in it. */
  bundle: string;
  handler: string;
  /** The handler in the project: `packages/functions/src/store.handler`. */
  source: string;
  environment: Record<string, string>;
  logGroup: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  /** Invocations at a time; another is throttled. */
  reservedConcurrency?: number;
};

const lambda = z.looseObject({
  name: z.string(),
  arn: z.string(),
  role: z.string(),
  timeout: z.number(),
  memorySize: z.number(),
  environment: z.object({ variables: z.record(z.string(), z.string()) }),
  reservedConcurrentExecutions: z.number().optional(),
  loggingConfig: z
    .looseObject({
      logFormat: z.literal("Text", "logs in Lambda's JSON format are not served").default("Text"),
      logGroup: z.string().optional(),
    })
    .optional(),
  packageType: z.literal("Zip", "container images are not served").optional(),
});

/**
 * Links reach a deployed function encrypted in its bundle, and a local one as in `sst dev`: through its
 * environment.
 */
const encryptedLinks = new Set(["SST_KEY", "SST_KEY_FILE"]);

export function readFunctions(declared: DeclaredResources): FunctionPlan[] {
  const byFunction = new Map(declared.builds.map((build) => [`${build.functionId}Function`, build]));
  return declared.ofType("aws:lambda/function:Function", lambda).map(({ name, state }) => {
    const build = byFunction.get(name);
    if (!build) {
      throw new LocalError("UNSUPPORTED", `Function ${name} was not built by SST, so its handler is unknown`);
    }
    const declared = Object.entries(state.environment.variables).filter(([key]) => !encryptedLinks.has(key));
    const links = Object.entries(build.links).map(([link, value]) => [
      `SST_RESOURCE_${link}`,
      JSON.stringify(value),
    ]);
    return {
      component: build.functionId,
      name: state.name,
      arn: state.arn,
      roleArn: state.role,
      bundle: build.out,
      handler: build.bundledHandler,
      source: build.handler,
      environment: Object.fromEntries([...declared, ...links]) as Record<string, string>,
      logGroup: state.loggingConfig?.logGroup ?? `/aws/lambda/${state.name}`,
      timeoutSeconds: state.timeout,
      memoryMegabytes: state.memorySize,
      ...(state.reservedConcurrentExecutions !== undefined && {
        reservedConcurrency: state.reservedConcurrentExecutions,
      }),
    };
  });
}
