import type { SetAside } from "../disk/set-aside.ts";
import type { Credentials } from "../http/signature-version-4.ts";
import type { Plan } from "./plan-stage.ts";
import type { Gate } from "../services/gate.ts";
import type { Endpoints } from "./stage-environment.ts";

export type StageOptions = {
  /** Folder of `sst.config.ts`. */
  root: string;
  /** The stage's name, as in `sst deploy --stage`. */
  stage: string;
  /** Where all of the stage's state lies. */
  directory: string;
  /** Starts over: the directory is emptied first. */
  fresh?: boolean;
  /** Runs the declared schedules. */
  schedules?: boolean;
  /** 0 or absent: a free port. */
  ports?: { api?: number; storage?: number; services?: number; lambda?: number };
  /** Told of what takes long, and of what the stage does not serve. */
  say: (line: string) => void;
  /** Told of faults of the stage's own services, and of schedules that failed. */
  onFault?: (fault: unknown) => void;
  /** Where requests to S3, SQS, Step Functions and the Redshift Data API can be held. */
  gate?: Gate;
};

export type Stage = {
  plan: Plan;
  /** What `run()` of `sst.config.ts` returned. */
  outputs: Record<string, string>;
  endpoints: Endpoints;
  /** By these variables SDK clients and the AWS CLI find the stage. */
  environment: Record<string, string>;
  tokens: Tokens;
  /** Name of the Lambda function of a component: `Store`. */
  functionName: (component: string) => string;
  /** Ids of the processes that serve the component's function now. */
  processIds: (component: string) => number[];
  close: () => Promise<void>;
};

/** Bearer tokens of the API by role: made up once, kept in the stage's directory. */
export type Tokens = { ingest: string; download: string };

/** What the parts of a start share. */
export type Start = Required<Pick<StageOptions, "directory" | "ports" | "onFault" | "gate">> & {
  region: string;
  /** By these every call of a service must be signed, as AWS asks for. */
  credentials: Credentials;
  /** Takes what an earlier start left and cannot be read. */
  setAside: SetAside;
  /** Whatever a part starts is put here with its end. It is stopped again, last first, whether the start fails or the stage is closed. */
  started: AsyncDisposableStack;
};
