import { denialMessage } from "@ashiato/iam/evaluate";
import { LocalError } from "../../local-error.ts";
import type { Access } from "../access.ts";
import { checkTrust } from "../check-trust.ts";
import { newSessions, statesService } from "./called-services.ts";
import type { StateMachinePlan } from "./state-machines.ts";

/**
 * What a machine's role needs for the machine to be logged, for which Step Functions sets up a delivery.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
 */
const logDelivery = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];

/**
 * Throws LocalError UNSUPPORTED for a machine that AWS refuses to create: its role does not trust Step
 * Functions, or may not deliver the logs that the machine asks for.
 */
export function checkMachine(access: Access, machine: StateMachinePlan): void {
  const { component, arn: sourceArn, roleArn, log } = machine;
  checkTrust(access, { what: `State machine ${component}`, roleArn, service: statesService, sourceArn });
  if (!log) {
    return;
  }
  const { principal } = newSessions(access, { roleArn, sourceArn })();
  for (const action of logDelivery) {
    const request = { principal, action, resource: "*", context: {} };
    const decision = access.decide(request);
    if (!decision.allowed) {
      throw new LocalError(
        "UNSUPPORTED",
        `State machine ${component}: the role may not deliver its logs: ${denialMessage(request, decision.denial)}`,
      );
    }
  }
}
