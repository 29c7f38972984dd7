import { randomUUID } from "node:crypto";
import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import type { StatementRecord } from "../statements/statement-record.ts";
import { retentionMilliseconds } from "./data-api.ts";

/**
 * Returns the event of a statement that was submitted WithEvent and ended.
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-monitoring-events.html
 */
export function statusEvent(
  record: StatementRecord,
  { accountId, region }: { accountId: string; region: string },
): ServiceEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Redshift Data Statement Status Change",
    source: "aws.redshift-data",
    account: accountId,
    time: `${new Date(record.updatedAt).toISOString().slice(0, 19)}Z`,
    region,
    resources: [record.workgroupArn],
    detail: {
      principal: `arn:aws:iam::${accountId}:root`,
      statementName: record.statementName ?? "",
      statementId: record.id,
      redshiftQueryId: record.redshiftQueryId,
      state: record.status,
      rows: record.resultRows,
      expireAt: Math.floor((record.createdAt + retentionMilliseconds) / 1000),
    },
  };
}
