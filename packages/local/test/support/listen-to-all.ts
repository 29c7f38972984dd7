import { DynamoDBClient, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ticketSchema } from "@ashiato/core/api/ticket-schemas";
import { expect } from "vitest";
import { LiveClient } from "./live-client.ts";
import { credentialsOf, type RunningStage } from "./running-stage.ts";

/** Opens a connection by a ticket for a key, and subscribes to topics. */
export async function listen(app: RunningStage, key: string, topics: readonly string[]): Promise<LiveClient> {
  const answer = await fetch(`${app.stage.endpoints.api}/v1/tickets`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
  });
  const client = await LiveClient.byUrl(ticketSchema.parse(await answer.json()).url);
  for (const topic of topics) {
    expect(await client.ask({ action: "subscribe", topic })).toMatchObject({ type: "subscribed" });
  }
  return client;
}

/** The tables of a stage by the names of their components. */
export async function tablesOf(
  app: RunningStage,
): Promise<{ tables: DynamoDBClient; subscriptions: string }> {
  const { AWS_ENDPOINT_URL_DYNAMODB: endpoint = "" } = app.stage.environment;
  const credentials = credentialsOf(app.stage.environment);
  const tables = new DynamoDBClient({ region: app.stage.plan.region, credentials, endpoint });
  const { TableNames = [] } = await tables.send(new ListTablesCommand({}));
  const subscriptions = TableNames.find((name) => name.includes("Subscriptions"));
  if (subscriptions === undefined) {
    throw new Error(`No table of subscriptions in ${TableNames.join(", ")}`);
  }
  return { tables, subscriptions };
}

/** Leaves a subscription as a connection does whose end no function heard of. */
export async function leaveGone(app: RunningStage, topic: string): Promise<void> {
  const { tables, subscriptions } = await tablesOf(app);
  await tables.send(
    new PutItemCommand({
      TableName: subscriptions,
      Item: {
        topic: { S: topic },
        connection: { S: "AAAAAAAAAAAAAAA=" },
        holder: { M: { stageToken: { S: "download" } } },
        ends: { N: String(Math.ceil(Date.now() / 1_000) + 7_200) },
      },
    }),
  );
  tables.destroy();
}
