import type { CommandStage } from "../stage.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that would let AWS clients use other credentials or another address than the stage's. */
const leadElsewhere = [
  "AWS_DEFAULT_PROFILE",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_PROFILE",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_TOKEN",
  "AWS_USE_DUALSTACK_ENDPOINT",
  "AWS_USE_FIPS_ENDPOINT",
];

const serviceEndpoint = "AWS_ENDPOINT_URL_";

/**
 * Returns the variables of the documentation with the stage's values, and for a local stage those by which
 * AWS clients find it. One address serves all of AWS: there is no variable for a single service.
 * @param current the current environment, whose proxy must not be used for the stage
 */
export function stageVariables(stage: CommandStage, current: Environment): Record<string, string> {
  const variables = {
    API: stage.apiUrl,
    LIVE: stage.liveUrl,
    INGEST: stage.tokens.ingest,
    DOWNLOAD: stage.tokens.download,
    INBOX: stage.inboxBucket,
    ...(stage.sftpUrl !== undefined && { SFTP: stage.sftpUrl }),
    LAKE: stage.lakeBucket,
    DOWNLOADS: stage.downloadsBucket,
    QUEUE: stage.reportsQueueUrl,
    DEAD_QUEUE: stage.deadReportsQueueUrl,
    DEAD_QUEUE_ARN: stage.deadReportsQueueArn,
    STORE: stage.storeFunction,
    BATCH: stage.dailyBatchArn,
    TOPIC: stage.notificationsTopicArn,
    WORKGROUP: stage.workgroupName,
    DATABASE: stage.database,
    WAREHOUSE_SECRET: stage.warehouseSecretArn,
  };
  return stage.isLocal ? { ...variables, ...awsVariables(stage, current) } : variables;
}

/** Returns the variables of the environment that must be unset for AWS clients to find a local stage. */
export function unsetVariables(current: Environment): string[] {
  return [...leadElsewhere, ...Object.keys(current).filter((name) => name.startsWith(serviceEndpoint))];
}

/** Returns the environment of a program whose AWS clients are to use the stage. */
export function stageEnvironment(
  stage: CommandStage,
  current: Environment,
): Record<string, string | undefined> {
  const gone = stage.isLocal ? unsetVariables(current) : [];
  const kept = Object.entries(current).filter(([name]) => !gone.includes(name));
  return { ...Object.fromEntries(kept), ...stageVariables(stage, current) };
}

function awsVariables({ environment }: CommandStage, current: Environment): Record<string, string> {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith(serviceEndpoint));
  const noProxy = withLoopback(current["NO_PROXY"] ?? current["no_proxy"]);
  return {
    ...Object.fromEntries(own),
    AWS_EC2_METADATA_DISABLED: "true",
    NO_PROXY: noProxy,
    no_proxy: noProxy,
  };
}

function withLoopback(noProxy: string | undefined): string {
  const hosts = (noProxy ?? "").split(",").filter((host) => host !== "");
  return [...new Set([...hosts, "127.0.0.1", "localhost"])].join(",");
}
