import type { IncomingMessage } from "node:http";

/** `KEY/20261126/ap-northeast-1/s3/aws4_request`; a signature for several regions has no region. */
const scope = /(?:^|[=/])\d{8}\/(?:[^/]+\/)?(?<service>[^/]+)\/aws4_request/;

/** Services of AWS JSON by the prefix of `X-Amz-Target`, of requests that are not signed. */
const targetPrefixes: Record<string, string> = {
  AmazonSQS: "sqs",
  AWSStepFunctions: "states",
  Logs_20140328: "logs",
  RedshiftData: "redshift-data",
};

const lambdaPath = /^\/20\d\d-\d\d-\d\d\/functions\b/;

/**
 * Returns the service for which a request to the catch-all address is meant: the one in its signature's scope
 * or, for an unsigned request, in its target or path. Any other request is for S3, which may have public
 * links. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function requestedService({ url = "/", headers }: Pick<IncomingMessage, "url" | "headers">): string {
  const { pathname, searchParams } = new URL(`http://service${url.startsWith("/") ? url : "/"}`);
  const signed = headers.authorization ?? searchParams.get("X-Amz-Credential") ?? "";
  const service = scope.exec(signed)?.groups?.["service"];
  if (service !== undefined) {
    return service;
  }
  const [prefix = ""] = String(headers["x-amz-target"] ?? "").split(".");
  return targetPrefixes[prefix] ?? (lambdaPath.test(pathname) ? "lambda" : "s3");
}
