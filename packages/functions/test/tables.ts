import { once } from "node:events";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";

/** DynamoDB on loopback, in memory, with the tables that handlers write to. */
export async function serveTables(): Promise<{ endpoint: string; close: () => void }> {
  const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const client = new DynamoDBClient({ endpoint });
  await create(client, "client-usage", ["client", "window"]);
  await create(client, "subscriptions", ["topic", "connection"]);
  client.destroy();
  return {
    endpoint,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function create(
  client: DynamoDBClient,
  TableName: string,
  [hash, range]: readonly [string, string],
): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [hash, range].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: hash, KeyType: "HASH" },
        { AttributeName: range, KeyType: "RANGE" },
      ],
    }),
  );
  // It is being created until the server has nothing else to do.
  for (let status; status !== "ACTIVE";) {
    status = (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
  }
}
