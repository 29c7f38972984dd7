import type { Credentials } from "../http/signature-version-4.ts";

/** Where each service of the stage answers. */
export type Endpoints = {
  api: string;
  s3: string;
  sqs: string;
  sns: string;
  lambda: string;
  sfn: string;
  redshiftData: string;
};

/** fauxqs keeps every queue and topic in this account, so all of the stage is in it. */
export const localAccountId = "000000000000";

/**
 * By these variables AWS SDK clients and the AWS CLI find the stage instead of AWS.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function stageEnvironment(
  endpoints: Endpoints,
  { region, credentials }: { region: string; credentials: Credentials },
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SNS: endpoints.sns,
    AWS_ENDPOINT_URL_LAMBDA: endpoints.lambda,
    AWS_ENDPOINT_URL_SFN: endpoints.sfn,
    AWS_ENDPOINT_URL_REDSHIFT_DATA: endpoints.redshiftData,
  };
}
