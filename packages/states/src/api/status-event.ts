import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import type { ExecutionRecord } from "../store/execution-record.ts";
import type { ApiParts } from "./api-parts.ts";
import { redrivability } from "./redrivability.ts";

/** Input and output are left out of an event when both together are larger. */
const maxDataBytes = 248 * 1024;

/**
 * Returns the event of an execution that began, was redriven or ended.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function statusEvent(parts: ApiParts, record: ExecutionRecord): ServiceEvent {
  const { executionArn, stateMachineArn, name, status, input, output, startDate, stopDate, redriveDate } =
    record;
  const { region, accountId } = parts.scope;
  const now = parts.clock.now();
  const redrive = redrivability(record, now);
  const started = parts.versions.startOf(executionArn);
  const included = Buffer.byteLength(input) + Buffer.byteLength(output ?? "") <= maxDataBytes;
  return {
    version: "0",
    id: parts.uuid(),
    "detail-type": "Step Functions Execution Status Change",
    source: "aws.states",
    account: accountId,
    time: `${new Date(now).toISOString().slice(0, 19)}Z`,
    region,
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      stateMachineVersionArn: started?.stateMachineVersionArn ?? null,
      stateMachineAliasArn: started?.stateMachineAliasArn ?? null,
      name,
      status,
      startDate,
      stopDate: stopDate ?? null,
      input: included ? input : null,
      inputDetails: { included },
      output: included ? (output ?? null) : null,
      outputDetails: output === undefined ? null : { included },
      error: record.error ?? null,
      cause: record.cause ?? null,
      redriveCount: record.redriveCount,
      redriveDate: redriveDate ?? null,
      redriveStatus: redrive.status,
      redriveStatusReason: redrive.reason ?? null,
    },
  };
}
