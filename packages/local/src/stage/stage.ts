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
  /** The directory with the stage's state. */
  directory: string;
  /** Starts over: the directory is emptied first. */
  fresh?: boolean;
  /** Runs the declared schedules. */
  schedules?: boolean;
  /** Evaluates the declared alarms. */
  alarms?: boolean;
  /** 0 or absent for a free port. */
  ports?: Start["ports"];
  /** Called with a line for each slow step, and for what the stage does not serve. */
  say: (line: string) => void;
  /** Names what the stage does not serve, instead of counting it. */
  verbose?: boolean;
  /** Called with faults of the stage's own services, and with schedules that failed. */
  onFault?: (fault: unknown) => void;
  /** Called with requests of the HTTP APIs, invocations of functions and executions, as they happen. */
  onEvent?: (event: StageEvent) => void;
  /** Can hold requests to S3, SQS, Step Functions and the Redshift Data API. */
  gate?: Gate;
  /**
   * The time by which logs and objects expire and alarms are evaluated; the machine's where absent.
   * Functions, executions, schedules and signatures go by the machine's.
   */
  clock?: Start["clock"];
  /** Called with every decision on a request of a role's session or of an AWS service. */
  onDecision?: AccessOptions["onDecision"];
};

/** The addresses of the services: `s3`, `redshiftData`; `api` is the first HTTP API. */
type StageEndpoints = ReturnType<typeof services.endpoints> & { api: string };

export type Stage = {
  plan: Plan;
  /** What `run()` of `sst.config.ts` returned. */
  outputs: Record<string, string>;
  endpoints: StageEndpoints;
  /** The variables with which SDK clients and the AWS CLI find the stage. */
  environment: Record<string, string>;
  /** Who may do what: the declared roles and policies in force. */
  access: Access;
  tokens: Tokens;
  /** Returns the name of the Lambda function of a component, such as `Store`. */
  functionName: (component: string) => string;
  /** Returns the ids of the processes that currently serve the component's function. */
  processIds: (component: string) => number[];
  close: () => Promise<void>;
};

/** Bearer tokens of the API by role: generated once, kept in the stage's directory. */
export type Tokens = { ingest: string; download: string };
