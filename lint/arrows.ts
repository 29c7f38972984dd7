/**
 * A folder whose files are held to its arrows. A folder inside it that no list names is held as well: it may
 * import the room's ground and `others`, and no other folder may import it before it is named.
 */
export type Room = {
  /** The parts of the project that files of the room may import beside their own: `core`, `scripts` … */
  parts: readonly string[];
  /** The files directly in the room that its folders may import. The room's other files stand above them. */
  ground?: RegExp;
  /**
   * The room's folders from the bottom up, each with those before it that it may import, and the files above
   * the ground.
   */
  folders?: Readonly<Record<string, readonly string[]>>;
  /** What a folder that `folders` does not name may import. */
  others?: readonly string[];
  /**
   * The files above the folders are entries: they import no other entry, and of the folders only `others`
   * and their own. The folder of `receive.ts` and of `receive-formats.ts` is `receive/`.
   */
  entries?: true;
  /** What the arrows are for. */
  reason: string;
};

const sharedByHandlers = ["aws", "http", "batch", "push"];
const sharedByCommands = ["terminal", "report", "fleet", "input", "api", "stage"];

/** What may import what, by path. A file of several rooms is held by each: docs/architecture.md. */
export const rooms: Readonly<Record<string, Room>> = {
  "packages/core": { parts: [], reason: "core is the domain and knows no other part" },
  "packages/core/src": {
    parts: [],
    ground: /./,
    folders: {
      clients: [],
      feeds: ["clients"],
      "daily-batch": ["feeds"],
      reconcile: ["daily-batch"],
      status: ["daily-batch", "feeds"],
      formats: [],
      "work-object": [],
      live: ["work-object"],
      pictures: ["daily-batch"],
      "file-intake": ["daily-batch", "formats"],
      "live-exports": ["daily-batch", "feeds"],
      events: ["daily-batch", "file-intake"],
      webhooks: ["events"],
      api: [
        "daily-batch",
        "reconcile",
        "status",
        "clients",
        "feeds",
        "file-intake",
        "live",
        "live-exports",
        "events",
        "pictures",
        "webhooks",
      ],
      push: ["api", "clients", "events", "live"],
    },
    reason:
      "the root of core is its ground; the API describes the daily batch and reconcile, which has its statements; formats know none of them",
  },
  "packages/aws-json": { parts: [], reason: "aws-json stands at the bottom" },
  "packages/iam": { parts: [], reason: "iam evaluates policies and knows no service" },
  "packages/functions": {
    parts: ["core", "redshift", "aws-json"],
    reason: "functions stand on core, and their specs run statements on the local warehouse",
  },
  "packages/functions/src": {
    parts: ["core"],
    ground: /^errors\.ts$/,
    folders: { aws: [], http: ["aws"], batch: ["aws"], push: ["aws"] },
    others: sharedByHandlers,
    entries: true,
    reason: "a handler imports its own folder and what all share: aws, http, batch, push and errors.ts",
  },
  "packages/states": { parts: ["aws-json"], reason: "states stands on the AWS JSON protocol" },
  "packages/states/src": {
    parts: ["aws-json"],
    ground: /^(?!(?:service|cli)\.ts$)/,
    folders: {
      jsonpath: [],
      "intrinsic-functions": ["jsonpath"],
      jsonata: [],
      choice: ["jsonpath"],
      definition: ["jsonpath", "intrinsic-functions", "jsonata", "choice"],
      integrations: ["definition"],
      "map-runs": ["definition"],
      "state-execution": [
        "definition",
        "integrations",
        "map-runs",
        "jsonpath",
        "jsonata",
        "intrinsic-functions",
      ],
      "distributed-map": ["definition", "integrations", "map-runs", "state-execution"],
      "state-types": [
        "choice",
        "definition",
        "integrations",
        "jsonpath",
        "map-runs",
        "state-execution",
        "distributed-map",
      ],
      interpreter: ["definition", "state-execution", "state-types"],
      store: ["definition", "map-runs", "state-execution"],
      "open-executions": [
        "definition",
        "integrations",
        "map-runs",
        "state-execution",
        "interpreter",
        "store",
      ],
      api: [
        "definition",
        "integrations",
        "map-runs",
        "state-execution",
        "interpreter",
        "store",
        "open-executions",
      ],
      graph: ["definition"],
      cli: ["definition", "integrations", "graph", "service.ts"],
    },
    reason: "docs/states.md has the layers",
  },
  "packages/states/src/distributed-map": {
    parts: ["aws-json"],
    ground: /^reader-failure\.ts$/,
    folders: { readers: [] },
    reason: "a reader does not know the map that reads by it",
  },
  "packages/redshift": { parts: ["aws-json"], reason: "redshift stands on the AWS JSON protocol" },
  "packages/redshift/src": {
    parts: ["aws-json"],
    ground: /^(?!(?:service|cli)\.ts$)/,
    folders: {
      bzip2: [],
      sql: [],
      catalog: ["sql"],
      grammar: ["sql", "catalog"],
      ddl: ["sql", "catalog", "grammar"],
      statements: ["catalog"],
      "data-api": ["sql", "catalog", "statements"],
      ast: ["sql", "catalog"],
      functions: ["ast", "sql", "catalog"],
      duckdb: ["functions", "ast", "sql"],
      select: ["functions", "ast", "sql", "catalog", "duckdb"],
      spectrum: ["bzip2", "duckdb", "ast", "sql", "catalog"],
      query: ["select", "spectrum", "duckdb", "ast", "sql", "catalog", "statements"],
      unload: ["query", "grammar", "sql", "catalog", "statements", "bzip2"],
      run: ["unload", "query", "select", "ddl", "grammar", "sql", "catalog", "statements"],
      cli: ["service.ts"],
    },
    reason: "a statement is read, put into the catalog, translated, and then run",
  },
  "packages/local": {
    parts: ["core", "aws-json", "iam", "states", "redshift"],
    reason: "local loads the program and its handlers by path, never by import",
  },
  "packages/local/src": {
    parts: ["aws-json", "iam", "states", "redshift"],
    ground: /./,
    folders: {
      http: [],
      disk: [],
      evaluate: ["http", "disk"],
      services: ["http", "disk", "evaluate"],
      stage: ["http", "disk", "evaluate", "services"],
    },
    reason: "the services know nothing of the stage that runs them",
  },
  "packages/local/src/http": { parts: ["aws-json", "iam"], reason: "http stands at the bottom of local" },
  "packages/local/src/disk": { parts: ["aws-json"], reason: "disk stands at the bottom of local" },
  "packages/local/src/evaluate": { parts: [], reason: "evaluate knows no kind of resource" },
  "packages/local/src/services": {
    parts: ["aws-json", "iam", "states", "redshift"],
    ground: /^(?!services\.ts$)/,
    folders: {
      "api-gateway": [],
      "http-api": ["api-gateway"],
      "websocket-api": ["api-gateway"],
    },
    reason:
      "what a service needs of another, service.ts types and services.ts hands over; the two kinds of APIs share what API Gateway does for both",
  },
  "packages/clients": {
    parts: ["core", "local"],
    reason: "clients reads the OpenAPI document of core and asks a stage of local",
  },
  "packages/console": { parts: [], reason: "the console calls the documented API, as any other page could" },
  stacks: {
    parts: ["core", "console"],
    reason: "stacks only declare: they import the data and text of core, and have the console built",
  },
  scripts: {
    parts: ["core", "local"],
    ground: /^(?:script-error|service-failure|interrupt)\.ts$/,
    folders: {
      terminal: [],
      report: [],
      fleet: ["report"],
      input: ["terminal", "report"],
      api: ["terminal", "report"],
      stage: [],
    },
    others: sharedByCommands,
    entries: true,
    reason: "a command imports its own folder and what all commands share",
  },
  bench: {
    parts: ["scripts", "core", "local", "states", "redshift", "aws-json", "console"],
    ground: /^median\.ts$/,
    others: ["made-day"],
    entries: true,
    reason: "bench measures handlers by running the stage",
  },
};
