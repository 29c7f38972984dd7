import { randomUUID } from "node:crypto";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import type { Clock } from "@ashiato/states/clock";
import type { AuthenticateCaller } from "../../http/authenticate.ts";
import { listen } from "../../http/listen.ts";
import type { FunctionPlan } from "./functions.ts";
import { FunctionPool } from "./function-pool.ts";
import { Invocation } from "./invocation.ts";
import { asynchronousInvocations, maxEventBytes } from "./asynchronous-invocations.ts";
import { answerInvoke } from "./invoke-api.ts";
import { type InvocationResult, maxPayloadBytes } from "../service.ts";
import type { StageEvent } from "../stage-event.ts";
import { refuseOver, withinLimit } from "./payload-limits.ts";

export type LambdaService = {
  url: string;
  /**
   * Invokes a function by name or ARN and waits for its end.
   *
   * Throws ServiceError ResourceNotFoundException, TooManyRequestsException, RequestTooLargeException.
   */
  invoke: (functionName: string, payload: string) => Promise<InvocationResult>;
  /**
   * Takes an event that the function handles by itself, again if it fails. `ended` is called after the last
   * attempt; not at all if the stage ends before.
   *
   * Throws ServiceError ResourceNotFoundException, RequestTooLargeException.
   */
  invokeAsynchronously: (functionName: string, payload: string, ended?: () => void) => void;
  /** Process ids that serve the function now. */
  processIds: (functionName: string) => number[];
  /** Ends all functions, whose logs are complete then, and fails every invocation from then on. */
  stop: () => Promise<void>;
  close: () => Promise<void>;
};

export type LambdaOptions = {
  /** Looked at for each invocation. */
  functions: readonly FunctionPlan[];
  /** SST's Node.js runtime. */
  runtime: string;
  port: number;
  /** Asked about each call of the Lambda API; absent: every caller is served. */
  authenticate?: AuthenticateCaller;
  /** Throws ServiceError for a function that the caller may not invoke; absent: any may be. */
  authorize?: (caller: Principal, functionName: string) => void;
  /** Times the retries of asynchronous invocations. */
  clock: Clock;
  /** What a function sees: region, credentials, endpoints. Asked for at each start of a process. */
  environment: (plan: FunctionPlan) => Record<string, string>;
  /** Takes a line of a function's log, for one of its streams. */
  writeLog: (plan: FunctionPlan, stream: string, message: string) => void;
  onFault: (fault: unknown) => void;
  onEvent?: (event: StageEvent) => void;
};

/** Runs the declared functions in processes of their own and serves their Invoke API. */
export async function serveLambda(options: LambdaOptions): Promise<LambdaService> {
  const pools = new Map<string, FunctionPool>();
  let isStopped = false;
  const listener = await listen(
    async (request, response) => {
      const { authenticate, authorize } = options;
      await answerInvoke({ authenticate, authorize, invoke, invokeAsynchronously }, request, response);
    },
    { port: options.port, onFault: options.onFault },
  );

  function poolOf(functionName: string): FunctionPool {
    const name = functionName.startsWith("arn:") ? (functionName.split(":")[6] ?? "") : functionName;
    const plan = options.functions.find((each) => each.name === name);
    if (!plan) {
      throw new ServiceError("ResourceNotFoundException", `Function not found: ${functionName}`, {
        statusCode: 404,
      });
    }
    const pool = pools.get(name) ?? openPool(plan);
    pools.set(name, pool);
    if (isStopped) {
      void pool.close();
    }
    return pool;
  }

  function openPool(plan: FunctionPlan): FunctionPool {
    return new FunctionPool({
      plan,
      runtime: options.runtime,
      get environment() {
        return options.environment(plan);
      },
      now: () => options.clock.now(),
      writeLog: (stream, message) => options.writeLog(plan, stream, message),
    });
  }

  async function invoke(functionName: string, payload: string): Promise<InvocationResult> {
    const pool = poolOf(functionName);
    refuseOver(maxPayloadBytes, payload);
    if (!pool.hasRoom) {
      options.onEvent?.({ kind: "throttled", functionName: pool.plan.name });
      throw new ServiceError("TooManyRequestsException", "Rate Exceeded.", {
        statusCode: 429,
        members: { Reason: "ReservedFunctionConcurrentInvocationLimitExceeded" },
      });
    }
    const invocation = new Invocation(randomUUID(), payload);
    const began = performance.now();
    pool.start(invocation);
    const result = withinLimit(await invocation.result);
    options.onEvent?.({
      kind: "invocation",
      functionName: pool.plan.name,
      payload: result.payload,
      failed: result.functionError !== undefined,
      milliseconds: performance.now() - began,
    });
    return result;
  }

  const events = asynchronousInvocations({ invoke, clock: options.clock, onFault: options.onFault });

  function invokeAsynchronously(functionName: string, payload: string, ended?: () => void): void {
    poolOf(functionName);
    refuseOver(maxEventBytes, payload);
    events.take({ functionName, payload }, ended);
  }

  async function stop(): Promise<void> {
    isStopped = true;
    events.close();
    await Promise.all([...pools.values()].map((pool) => pool.close()));
  }

  return {
    url: listener.url,
    invoke,
    invokeAsynchronously,
    processIds: (functionName) =>
      poolOf(functionName).processes.flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    stop,
    close: async () => {
      await stop();
      await listener.close();
    },
  };
}
