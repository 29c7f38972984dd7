/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html#awsstepfunctions-resources-for-iam-policies
 */
export type ArnScope = { region: string; accountId: string };

export function stateMachineArn({ region, accountId }: ArnScope, name: string): string {
  return `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
}

export function activityArn({ region, accountId }: ArnScope, name: string): string {
  return `arn:aws:states:${region}:${accountId}:activity:${name}`;
}

/** Returns the machine's own name in its ARN; of a Distributed Map's children, `NAME/LABEL`. */
export function machineNameOf(arn: string): string {
  return arn.split(":")[6] ?? "";
}

export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}

/** An EXPRESS execution's name may come again: its ARN ends in an id of its own. */
export function expressArn(machineArn: string, name: string, id: string): string {
  return `${machineArn.replace(":stateMachine:", ":express:")}:${name}:${id}`;
}

export function mapRunArn(childMachineArn: string, id: string): string {
  return `${childMachineArn.replace(":stateMachine:", ":mapRun:")}:${id}`;
}
