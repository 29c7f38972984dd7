import { setTimeout as delay } from "node:timers/promises";
import type { AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import { z } from "zod";
import { LocalError } from "../../local-error.ts";
import { callAction } from "../call-action.ts";
import type { StatementPlan } from "./warehouse.ts";

const lookMilliseconds = 20;

const submitted = z.looseObject({ Id: z.string() });
const described = z.looseObject({ Status: z.string(), Error: z.string().optional() });

/**
 * Runs the statements that a deployment runs once, such as the making of the external schema. They run at
 * each start, as the local warehouse may be new.
 *
 * Throws LocalError STATEMENT_FAILED with the warehouse's error.
 */
export async function runStatements(
  statements: readonly StatementPlan[],
  service: AwsJsonService,
): Promise<void> {
  for (const { name, workgroup, database, sql } of statements) {
    const request = { WorkgroupName: workgroup, Database: database, Sql: sql, StatementName: name };
    const { Id } = submitted.parse(await callAction(service, "ExecuteStatement", request));
    const { Status, Error: fault } = await ended(service, Id);
    if (Status !== "FINISHED") {
      throw new LocalError(
        "STATEMENT_FAILED",
        `The declared statement ${name} ended ${Status}: ${fault ?? "no error text"}`,
      );
    }
  }
}

async function ended(service: AwsJsonService, Id: string): Promise<z.infer<typeof described>> {
  for (;;) {
    const statement = described.parse(await callAction(service, "DescribeStatement", { Id }));
    if (["FINISHED", "FAILED", "ABORTED"].includes(statement.Status)) {
      return statement;
    }
    await delay(lookMilliseconds);
  }
}
