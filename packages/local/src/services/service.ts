import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import type { Principal } from "@ashiato/iam/request";
import type { Clock } from "@ashiato/states/clock";
import type { SdkService } from "@ashiato/states/integrations/sdk-clients";
import type { SessionCredentials } from "../http/access-key.ts";
import type { Credentials } from "../http/signature-version-4.ts";
import type { SetAside } from "../disk/set-aside.ts";
import type { ProviderFunction, ResourceKind, ResourceRequest } from "../evaluate/resource-state.ts";
import type { Access } from "./access.ts";
import type { DeclaredResources } from "./declared.ts";
import type { Gate } from "./gate.ts";
import type { Guard } from "./guard.ts";
import type { StageEvent } from "./stage-event.ts";

/** fauxqs keeps every queue and topic in this account, so all of the stage is in it. */
export const localAccountId = "000000000000";

/**
 * A kind of resource that a service claims. Its plan must read it, unless one of these gives a reason not to.
 */
export type ServedKind = ResourceKind & {
  /** Why no service serves this known kind; reported at the start. */
  unserved?: string;
  /** Only carries what its user already has: a function's code, SST's own key. */
  carrier?: true;
};

/**
 * An AWS service of the local stage: which resources it reads, what AWS would add to them, and how it is
 * served. The stage opens every service, then runs the program, plans, and serves, so that a service's
 * address is known before the program asks for it.
 */
export type LocalService<Name extends string, Plan, Door, Needs, Running, Addresses extends object> = {
  name: Name;
  /**
   * Its folder in the stage's directory, which a fresh start empties; absent if the service keeps nothing.
   */
  folder?: string;
  /** By Pulumi's type. */
  kinds: Record<string, ServedKind>;
  /** Provider functions (data sources) that it answers, by Pulumi's token. */
  functions?: Record<string, ProviderFunction>;
  /** Opens what must exist before the program runs: listeners, files that may have to be set aside. */
  open: (start: Start) => Promise<Door>;
  /**
   * Returns the address at which the service answers for a declared resource, or undefined for one that
   * another service of the same kind serves.
   */
  address?: (door: Door, request: ResourceRequest) => Promise<string | undefined>;
  /** Returns addresses by the service's id in the AWS SDK's settings, in camel case: `s3`, `redshiftData`. */
  endpoints: (door: Door) => Addresses;
  /**
   * Turns the declared resources into plain data. Throws LocalError UNSUPPORTED for what the service cannot
   * serve.
   */
  plan: (declared: DeclaredResources) => Plan;
  /** Serves the plan, with the parts of other services that `services.ts` passes to it. */
  serve: (served: { start: Start; door: Door; plan: Plan; needs: Needs }) => Promise<Running>;
};

/** One listener for the services of the AWS JSON protocol, which a request names by its `X-Amz-Target`. */
export type AwsJsonDoor = {
  url: string;
  /**
   * Serves one more service, for requests that are signed for it (`states`, `redshift-data`) and that its
   * guard lets through.
   */
  add: (service: AwsJsonService, admission: { signingName: string; guard: Guard }) => void;
  /** Stops listening, once. */
  close: () => Promise<void>;
};

/** What every service gets from the stage. */
export type Start = {
  /** The stage's directory, which contains the services' folders. */
  directory: string;
  region: string;
  /** The stage's own key: every call of a service must be signed with it, or with a session's key. */
  credentials: Credentials;
  /** Who may do what. */
  access: Access;
  /** Where to listen on 127.0.0.1; 0 or absent takes a free port. */
  ports: {
    api?: number;
    storage?: number;
    services?: number;
    lambda?: number;
    endpoint?: number;
    /** Of the first declared SFTP server. */
    sftp?: number;
  };
  gate: Gate;
  /** The clock for retention, lifecycle rules, alarms, and the times of requests of the APIs. */
  clock: Clock;
  /** Called with faults of the services, and of schedules that failed. */
  onFault: (fault: unknown) => void;
  /** Called with requests of the HTTP APIs, invocations of functions and executions, as they happen. */
  onEvent: (event: StageEvent) => void;
  /** Also calls the listener with these events, from now on. */
  watchEvents: (listener: (event: StageEvent) => void) => void;
  /** Sets aside files of an earlier start that cannot be read. */
  setAside: SetAside;
  /**
   * Whatever a service starts is put here with its end. It is stopped again, last first, whether the start
   * fails or the stage is closed.
   */
  started: AsyncDisposableStack;
  /** SST's Node.js runtime, which runs a function's code. */
  runtime: string;
  /** Runs the declared schedules. */
  schedules: boolean;
  /** Evaluates the declared alarms. */
  alarms: boolean;
  /** Serves the services of the AWS JSON protocol together. */
  awsJson: AwsJsonDoor;
  /** Returns the variables with which functions find every service, without their credentials. */
  environment: () => Record<string, string>;
};

/** How an invocation of a function ended, as the Invoke API reports it. */
export type InvocationResult = {
  /** JSON text: the handler's answer, or the error. */
  payload: string;
  /** Present when the function failed; `payload` then is the error. */
  functionError?: "Unhandled";
};

/** Invokes a function by name or ARN and waits for its end. Throws ServiceError when it cannot be invoked. */
export type Invoke = (functionName: string, payload: string) => Promise<InvocationResult>;

/**
 * Request of a synchronous invocation:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const maxPayloadBytes = 6 * 1024 * 1024;

/**
 * The targets that a schedule can start, by ARN. Each takes the starter and the input, and fails with the
 * target's error.
 */
export type Targets = ReadonlyMap<string, (caller: Principal, input: string) => Promise<void>>;

/**
 * SDK clients of the stage's own services, each with its package, by the service's name in
 * `aws-sdk:<service>:<action>`: state machines call every action that the client has.
 */
type SdkServices = Readonly<Record<string, SdkService>>;

/** Returns clients that read their credentials before each request. */
export type SdkServicesAs = (credentials: () => Promise<SessionCredentials>) => SdkServices;

/** The names and values that an EventBridge connection adds to a request; headers in lower case. */
export type ConnectionData = Record<"headers" | "query" | "body", readonly (readonly [string, string])[]>;

type StateOnly<Name extends string, Plan> = {
  name: Name;
  kinds: Record<string, ServedKind>;
  functions?: Record<string, ProviderFunction>;
  plan: (declared: DeclaredResources) => Plan;
};

/**
 * Returns a service without a server: the program and other services only see its resources' state.
 */
export function stateOnly<Name extends string, Plan>(
  service: StateOnly<Name, Plan>,
): LocalService<Name, Plan, undefined, undefined, undefined, object> {
  return {
    ...service,
    open: async () => undefined,
    endpoints: () => ({}),
    serve: async () => undefined,
  };
}
