import { sdkClients, type SdkService } from "../integrations/sdk-clients.ts";
import type { Integrations } from "../integrations/integrations.ts";

/** The SDK's packages whose names are not that of Step Functions: https://www.npmjs.com/org/aws-sdk */
const packages: Record<string, string> = {
  cloudwatchlogs: "cloudwatch-logs",
  events: "eventbridge",
  redshiftdata: "redshift-data",
  redshiftserverless: "redshift-serverless",
  secretsmanager: "secrets-manager",
};

/** Returns the models of the services that a definition calls, as far as their SDK clients are installed. */
export async function installedModels(
  definition: string,
): Promise<Required<Pick<Integrations["awsSdk"], "checkAnswer">>> {
  const called = definition.matchAll(/arn:aws[\w-]*:states:::(?:aws-sdk:)?([\w-]+):\w+/g);
  const services: Record<string, SdkService> = {};
  for (const service of new Set([...called].map(([, name = ""]) => name))) {
    const sdk = await installed(packages[service] ?? service);
    if (sdk) {
      services[packages[service] === "eventbridge" ? "eventbridge" : service] = { client: noClient, sdk };
    }
  }
  const { checkAnswer = () => undefined } = sdkClients(services);
  return { checkAnswer };
}

const noClient: SdkService["client"] = {
  send: async () => {
    throw new Error("A model calls no service.");
  },
};

async function installed(name: string): Promise<Record<string, unknown> | undefined> {
  try {
    return await import(`@aws-sdk/client-${name}`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND") {
      return undefined;
    }
    throw error;
  }
}
