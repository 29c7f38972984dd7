/** A resource that the program declares, as the Pulumi engine would receive it. */
export type DeclaredResource = {
  /** Pulumi's type token: `aws:sqs/queue:Queue`; a component's is SST's: `sst:aws:Queue`. */
  type: string;
  /** Logical name: `ReportsQueue`. */
  name: string;
  /** The inputs, with every reference resolved. */
  inputs: Record<string, unknown>;
  /** The state that the program sees afterwards: inputs, ids, ARNs, URLs. */
  state: Record<string, unknown>;
  id: string;
  /** A component groups resources and is not a resource itself. */
  custom: boolean;
};

/** A function that SST builds, with the links that it may read. */
export type FunctionBuild = {
  functionId: string;
  /** `packages/functions/src/receive.handler` */
  handler: string;
  runtime: string;
  /** By the linked component's name: the properties that `Resource.<name>` has. */
  links: Record<string, Record<string, unknown>>;
  /** SST's `nodejs` options. */
  nodejs: Record<string, unknown>;
  /** Folder of the bundle, and the handler inside. */
  out: string;
  bundledHandler: string;
};

/** The whole evaluated program. */
export type DeclaredApp = {
  name: string;
  stage: string;
  region: string;
  resources: DeclaredResource[];
  builds: FunctionBuild[];
  /** The result of `run()`. */
  outputs: Record<string, unknown>;
  /** Every secret that the program uses, with its value. */
  secrets: Record<string, string>;
};
