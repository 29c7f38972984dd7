import { expect, test } from "vitest";
import { requestedService } from "./requested-service.ts";

function signedFor(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=local/20261126/ap-northeast-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

test.for([
  ["the scope of a signature", { headers: { authorization: signedFor("redshift-data") } }, "redshift-data"],
  [
    "a scope without a region",
    { headers: { authorization: "AWS4-ECDSA-P256-SHA256 Credential=k/20261126/events/aws4_request" } },
    "events",
  ],
  ["a signed link", { url: "/b/k?X-Amz-Credential=k%2F20261126%2Feu-west-1%2Fs3%2Faws4_request" }, "s3"],
  ["a target", { headers: { "x-amz-target": "AWSStepFunctions.ListExecutions" } }, "states"],
  ["a path of Lambda", { url: "/2015-03-31/functions/f/invocations" }, "lambda"],
  ["nothing", { url: "/bucket/2015/functions" }, "s3"],
] as const)("a request is for the service that %s names", ([, request, service]) => {
  expect(requestedService({ headers: {}, ...request })).toBe(service);
});
