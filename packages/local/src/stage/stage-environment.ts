import type { Credentials } from "../http/signature-version-4.ts";

/**
 * Returns the variables with which AWS SDK clients and the AWS CLI find the stage instead of AWS: for an
 * endpoint `redshiftData`, `AWS_ENDPOINT_URL_REDSHIFT_DATA`. Requests for any other service go to the
 * catch-all address, which names the service in an error.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function stageEnvironment(
  endpoints: Record<string, string>,
  { region, catchAll }: { region: string; catchAll: string },
): Record<string, string> {
  const variables = Object.entries(endpoints).map(([service, url]) => [
    `AWS_ENDPOINT_URL_${service.replaceAll(/[A-Z]/g, "_$&").toUpperCase()}`,
    url,
  ]);
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: catchAll,
    ...Object.fromEntries(variables),
  };
}

/** Returns the variables with the stage's own key, which allows everything. */
export function operatorEnvironment(
  environment: Record<string, string>,
  { accessKeyId, secretAccessKey }: Credentials,
): Record<string, string> {
  return { ...environment, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}
