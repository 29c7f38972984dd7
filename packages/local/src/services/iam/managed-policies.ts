const writeLogs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];

function allowed(actions: string[]): object {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
}

/**
 * Policies that AWS keeps, by their ARNs, of those that a program of SST attaches:
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export const managedPolicies: ReadonlyMap<string, object> = new Map([
  ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", allowed(writeLogs)],
  [
    "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
    allowed([
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
      "xray:GetSamplingStatisticSummaries",
    ]),
  ],
]);
