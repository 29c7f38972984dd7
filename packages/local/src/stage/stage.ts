import type { Access, AccessOptions } from "../services/access.ts";
import type { Gate } from "../services/gate.ts";
import type { Start } from "../services/service.ts";
import type { services } from "../services/services.ts";
import type { StageEvent } from "../services/stage-event.ts";
import type { Plan } from "./plan-stage.ts";

export type StageOptions = {
  /** Folder of `sst.config.ts`. */
  root: string;
  /** The stage's name, as in `sst deploy --stage`. */
  stage: string;
  /** Where all of the stage's state is kept. */
  directory: string;
  /** Starts over: the directory is emptied first. */
  fresh?: boolean;
  /** Runs the declared schedules. */
  schedules?: boolean;
  /** 0 or absent: a free port. */
  ports?: Start["ports"];
  /** Called with a line for what takes long, and for what the stage does not serve. */
  say: (line: string) => void;
  /** Names what the stage does not serve, instead of counting it. */
  verbose?: boolean;
  /** Called with faults of the stage's own services, and with schedules that failed. */
  onFault?: (fault: unknown) => void;
  /** Called with requests of the HTTP APIs, invocations of functions and executions, as they happen. */
  onEvent?: (event: StageEvent) => void;
  /** Where requests to S3, SQS, Step Functions and the Redshift Data API can be held. */
  gate?: Gate;
  /**
   * The time by which logs and objects expire and alarms are evaluated; the machine's where absent.
   * Functions, executions, schedules and signatures go by the machine's.
   */
  clock?: Start["clock"];
  /** Called with every decision on what a role's session, or a service of AWS, asks for. */
  onDecision?: AccessOptions["onDecision"];
};

/** Where the services answer: `s3`, `redshiftData`; `api` is the first HTTP API. */
type StageEndpoints = ReturnType<typeof services.endpoints> & { api: string };

export type Stage = {
  plan: Plan;
  /** What `run()` of `sst.config.ts` returned. */
  outputs: Record<string, string>;
  endpoints: StageEndpoints;
  /** By these variables SDK clients and the AWS CLI find the stage. */
  environment: Record<string, string>;
  /** Who may do what: the declared roles and policies in force. */
  access: Access;
  tokens: Tokens;
  /** Returns the name of a component's Lambda function: of `Store`, as the component is called. */
  functionName: (component: string) => string;
  /** Returns the ids of the processes that serve the component's function now. */
  processIds: (component: string) => number[];
  close: () => Promise<void>;
};

/** Bearer tokens of the API by role: made up once, kept in the stage's directory. */
export type Tokens = { ingest: string; download: string };
