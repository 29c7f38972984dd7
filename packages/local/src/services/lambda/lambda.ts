import path from "node:path";
import { systemClock } from "@ashiato/states/clock";
import * as aws from "@aws-sdk/client-lambda";
import { authenticateSigned } from "../../http/authenticate.ts";
import { arn } from "../aws-names.ts";
import type { Invoke, LocalService, SdkServices, Start, Targets } from "../service.ts";
import { functionLogs } from "./function-logs.ts";
import { type FunctionPlan, readFunctions } from "./functions.ts";
import { type LambdaService, serveLambda } from "./serve-lambda.ts";

export type LambdaDoor = LambdaService & {
  /** Makes the declared functions ready to be invoked. */
  declareFunctions: (functions: readonly FunctionPlan[]) => void;
};

export type RunningLambda = Pick<LambdaService, "invoke" | "invokeAsynchronously"> & {
  targets: Targets;
  sdk: SdkServices;
};

const folder = "logs";

/**
 * Lambda: a process for each execution environment, by SST's own Node.js runtime. Its folder holds what
 * functions print.
 */
export const lambda: LocalService<
  "lambda",
  FunctionPlan[],
  LambdaDoor,
  undefined,
  RunningLambda,
  { lambda: string }
> = {
  name: "lambda",
  folder,
  kinds: {
    "aws:lambda/function:Function": {
      state: ({ inputs }, account) => {
        const name = String(inputs["name"]);
        const functionArn = arn(account, "lambda", `function:${name}`);
        return {
          id: name,
          state: { arn: functionArn, qualifiedArn: `${functionArn}:$LATEST`, invokeArn: functionArn },
        };
      },
    },
    "aws:lambda/permission:Permission": { unserved: "permissions are not enforced" },
  },
  open: openLambda,
  endpoints: ({ url }) => ({ lambda: url }),
  plan: readFunctions,
  serve: async ({ start: { region, credentials, started }, door, plan }) => {
    door.declareFunctions(plan);
    const targets = plan.map(({ arn: functionArn }): [string, (input: string) => Promise<void>] => [
      functionArn,
      (input) => invokeScheduled(door.invoke, functionArn, input),
    ]);
    // A state machine's own retries are those that its definition asks for.
    const client = new aws.LambdaClient({ region, credentials, endpoint: door.url, maxAttempts: 1 });
    started.defer(async () => client.destroy());
    return {
      sdk: { lambda: { client, sdk: aws } },
      invoke: door.invoke,
      invokeAsynchronously: door.invokeAsynchronously,
      targets: new Map(targets),
    };
  },
};

async function openLambda({
  directory,
  region,
  credentials,
  ports,
  runtime,
  onFault,
  onEvent,
  started,
  environment,
}: Start): Promise<LambdaDoor> {
  const logs = functionLogs(path.join(directory, folder));
  started.defer(logs.close);
  let functions: readonly FunctionPlan[] = [];
  const service = await serveLambda({
    get functions() {
      return functions;
    },
    runtime,
    port: ports.lambda ?? 0,
    authenticate: authenticateSigned(() => ({ credentials, region, now: Date.now() }), ["lambda"]),
    clock: systemClock,
    environment,
    onLine: logs.write,
    onFault,
    onEvent,
  });
  started.defer(service.close);
  return {
    ...service,
    declareFunctions: (declared) => {
      functions = declared;
    },
  };
}

/** Throws an Error with what the function raised. */
async function invokeScheduled(invoke: Invoke, functionArn: string, input: string): Promise<void> {
  const { payload, functionError } = await invoke(functionArn, input);
  if (functionError) {
    throw new Error(`The scheduled function ${functionArn} failed: ${payload}`);
  }
}
