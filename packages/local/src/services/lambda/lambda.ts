import type { Principal } from "@ashiato/iam/request";
import { systemClock } from "@ashiato/states/clock";
import * as aws from "@aws-sdk/client-lambda";
import { authenticateSigned } from "../../http/authenticate.ts";
import type { Access } from "../access.ts";
import { arn } from "../aws-names.ts";
import { checkTrust } from "../check-trust.ts";
import { destroyWithStage } from "../destroy-with-stage.ts";
import { declareResourcePolicies, type ResourcePolicyPlan } from "../declared-policy.ts";
import type { Invoke, LocalService, SdkServicesAs, Start, Targets } from "../service.ts";
import { environmentSessionSeconds } from "./function-pool.ts";
import { readFunctionPolicies } from "./function-policies.ts";
import { type FunctionPlan, readFunctions } from "./functions.ts";
import { type LambdaService, serveLambda } from "./serve-lambda.ts";

export type LambdaDoor = LambdaService & {
  /** Throws ServiceError AccessDeniedException for a function that the caller may not invoke. */
  authorize: (caller: Principal, functionName: string) => void;
  /** Makes the declared functions ready to be invoked, and has their logs written. */
  declareFunctions: (functions: readonly FunctionPlan[], writeLog: LambdaNeeds["writeLog"]) => void;
};

export type LambdaPlan = {
  functions: FunctionPlan[];
  /** What others may do with the functions. */
  policies: ResourcePolicyPlan[];
};

export type RunningLambda = Pick<LambdaService, "invoke" | "invokeAsynchronously"> & {
  targets: Targets;
  sdkAs: SdkServicesAs;
  /** Throws ServiceError AccessDeniedException for a function that the caller may not invoke. */
  authorize: (caller: Principal, functionName: string) => void;
};

/** `writeLog` takes a line of a function's log, for a stream of the function's group. */
type LambdaNeeds = { writeLog: (place: { group: string; stream: string }, message: string) => void };

type Target = (caller: Principal, input: string) => Promise<void>;

const service = "lambda.amazonaws.com";

/** Lambda: a process for each execution environment, by SST's own Node.js runtime. */
export const lambda: LocalService<
  "lambda",
  LambdaPlan,
  LambdaDoor,
  LambdaNeeds,
  RunningLambda,
  { lambda: string }
> = {
  name: "lambda",
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
    "aws:lambda/permission:Permission": {},
  },
  open: openLambda,
  endpoints: ({ url }) => ({ lambda: url }),
  plan: (declared) => ({ functions: readFunctions(declared), policies: readFunctionPolicies(declared) }),
  serve: async ({ start: { access, region, started }, door, plan: { functions, policies }, needs }) => {
    for (const { component, arn: sourceArn, roleArn } of functions) {
      checkTrust(access, { what: `Function ${component}`, roleArn, service, sourceArn });
    }
    await declareResourcePolicies(access, policies);
    door.declareFunctions(functions, needs.writeLog);
    // Before the logs close that their last lines go to; the door itself closes after them.
    started.defer(door.stop);
    const targets = functions.map(({ arn: functionArn }): [string, Target] => [
      functionArn,
      async (caller, input) => {
        door.authorize(caller, functionArn);
        await invokeScheduled(door.invoke, functionArn, input);
      },
    ]);
    const keep = destroyWithStage(started);
    return {
      sdkAs: (credentials) => {
        // A state machine's own retries are those that its definition asks for.
        const client = keep(
          new aws.LambdaClient({ region, credentials, endpoint: door.url, maxAttempts: 1 }),
        );
        return { lambda: { client, sdk: aws } };
      },
      authorize: door.authorize,
      invoke: door.invoke,
      invokeAsynchronously: door.invokeAsynchronously,
      targets: new Map(targets),
    };
  },
};

async function openLambda({
  region,
  access,
  ports,
  runtime,
  onFault,
  onEvent,
  started,
  environment,
}: Start): Promise<LambdaDoor> {
  let functions: readonly FunctionPlan[] = [];
  let writeLog: LambdaNeeds["writeLog"] = () => undefined;
  const mayLog = logPermission(access, region);
  const authorize = (caller: Principal, name: string): void => {
    const functionArn = name.startsWith("arn:")
      ? name
      : arn({ accountId: access.accountId, region }, "lambda", `function:${name}`);
    access.authorize(
      { principal: caller, action: "lambda:InvokeFunction", resource: functionArn, context: {} },
      { statusCode: 403 },
    );
  };
  const running = await serveLambda({
    get functions() {
      return functions;
    },
    runtime,
    port: ports.lambda ?? 0,
    authenticate: authenticateSigned(
      () => ({ findKey: access.findKey, region, now: Date.now() }),
      ["lambda"],
    ),
    authorize,
    clock: systemClock,
    environment: (plan: FunctionPlan) => ({ ...environment(), ...roleVariables(access, plan) }),
    writeLog: (plan, stream, message) => {
      if (mayLog(plan, stream)) {
        writeLog({ group: plan.logGroup, stream }, message);
      }
    },
    onFault,
    onEvent,
  });
  started.defer(running.close);
  return {
    ...running,
    authorize,
    declareFunctions: (declared, write) => {
      functions = declared;
      writeLog = write;
    },
  };
}

/**
 * Returns whether a function's role lets it write to its log: without the permission Lambda drops the lines.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
 */
function logPermission(access: Access, region: string): (plan: FunctionPlan, stream: string) => boolean {
  const byStream = new Map<string, boolean>();
  return (plan, stream) => {
    const known = byStream.get(stream);
    if (known !== undefined) {
      return known;
    }
    const { name, arn: sourceArn, roleArn, logGroup } = plan;
    const { principal } = access.assumeRole(roleArn, { service, sessionName: name, sourceArn });
    const resource = arn(
      { accountId: access.accountId, region },
      "logs",
      `log-group:${logGroup}:log-stream:${stream}`,
    );
    const may = ["logs:CreateLogStream", "logs:PutLogEvents"].every(
      (action) => access.decide({ principal, action, resource, context: {} }).allowed,
    );
    byStream.set(stream, may);
    return may;
  };
}

/** A session of a function's role has the function's name. */
function roleVariables(
  access: Access,
  { name, arn: sourceArn, roleArn }: FunctionPlan,
): Record<string, string> {
  const durationSeconds = environmentSessionSeconds;
  const { credentials } = access.assumeRole(roleArn, {
    service,
    sessionName: name,
    sourceArn,
    durationSeconds,
  });
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}

/** Throws an Error with what the function raised. */
async function invokeScheduled(invoke: Invoke, functionArn: string, input: string): Promise<void> {
  const { payload, functionError } = await invoke(functionArn, input);
  if (functionError) {
    throw new Error(`The scheduled function ${functionArn} failed: ${payload}`);
  }
}
