import type { CancelStatementResponse } from "@aws-sdk/client-redshift-data";
import { z } from "zod";
import type { DataApi } from "./data-api.ts";
import { validationError } from "./errors.ts";
import { findStatement } from "./find-statement.ts";
import { readRequest, statementId } from "./read-request.ts";

const request = z.object({ Id: statementId });

/** https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_CancelStatement.html */
export async function cancelStatement(api: DataApi, input: unknown): Promise<CancelStatementResponse> {
  const { Id } = readRequest(request, input);
  const { record, progress } = findStatement(api, Id);
  if (progress !== record) {
    throw validationError(`${Id} is a statement of a batch: cancel the batch ${record.id}.`);
  }
  if (!api.runner.cancel(Id)) {
    throw validationError(
      `Could not cancel a query that is already in ${record.status} state with ID: ${Id}`,
    );
  }
  return { Status: true } satisfies CancelStatementResponse;
}
