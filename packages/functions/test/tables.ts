import { once } from "node:events";
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";

/** DynamoDB on loopback, in memory, with the tables of clients that handlers write to. */
export async function serveTables(): Promise<{ endpoint: string; close: () => void }> {
  const server = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const client = new DynamoDBClient({ endpoint });
  const TableName = "client-usage";
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "client", AttributeType: "S" },
        { AttributeName: "window", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "client", KeyType: "HASH" },
        { AttributeName: "window", KeyType: "RANGE" },
      ],
    }),
  );
  // It is being created until the server has nothing else to do.
  for (let status; status !== "ACTIVE";) {
    status = (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;
  }
  client.destroy();
  return {
    endpoint,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
