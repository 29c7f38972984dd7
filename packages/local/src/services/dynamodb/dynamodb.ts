import path from "node:path";
import { systemClock } from "@ashiato/states/clock";
import * as aws from "@aws-sdk/client-dynamodb";
import { destroyWithStage } from "../destroy-with-stage.ts";
import { type LocalService, localAccountId, type SdkServicesAs } from "../service.ts";
import { createTables } from "./create-tables.ts";
import { dynamodbGuard } from "./guard.ts";
import { openTables } from "./open-tables.ts";
import { readTables, tableKinds, type TablePlan } from "./tables.ts";

const folder = "dynamodb";

/** DynamoDB, by dynalite's actions on LevelDB. */
export const dynamodb: LocalService<
  "dynamodb",
  TablePlan[],
  { url: string },
  undefined,
  { sdkAs: SdkServicesAs },
  { dynamodb: string }
> = {
  name: "dynamodb",
  folder,
  kinds: tableKinds,
  open: async ({ awsJson: { url } }) => ({ url }),
  endpoints: ({ url }) => ({ dynamodb: url }),
  plan: readTables,
  serve: async ({
    start: { directory, region, access, setAside, onFault, started, awsJson },
    door,
    plan,
  }) => {
    const tables = await openTables({
      directory: path.join(directory, folder),
      region,
      accountId: localAccountId,
      clock: systemClock,
      setAside,
      onFault,
    });
    started.defer(tables.close);
    await createTables(plan, tables);
    awsJson.add(tables.service, { signingName: "dynamodb", guard: dynamodbGuard(access, region) });
    const keep = destroyWithStage(started);
    return {
      sdkAs: (credentials) => {
        // Only the definition of a state machine determines its retries.
        const client = keep(
          new aws.DynamoDBClient({ region, credentials, endpoint: door.url, maxAttempts: 1 }),
        );
        return { dynamodb: { client, sdk: aws } };
      },
    };
  },
};
