/** Returns the trust policy of a role that one AWS service assumes. */
export function assumedBy(service: string): $util.Output<string> {
  return aws.iam.getPolicyDocumentOutput({
    statements: [{ actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: [service] }] }],
  }).json;
}
