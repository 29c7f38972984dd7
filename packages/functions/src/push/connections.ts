import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { Resource } from "sst";

/**
 * What became of a message. `slow`: the client did not take it in time, or so much waits for it that API
 * Gateway takes no more. `failed`: anything else, which is no fault of the client.
 */
export type Posted =
  | { result: "posted" }
  | { result: "gone" }
  | { result: "slow" }
  | { result: "failed"; error: unknown };

/** For so long a connection is waited for. Posting takes some ten milliseconds. */
const patienceMilliseconds = 2_000;

let management: ApiGatewayManagementApiClient | undefined;

/** Sends a message to a connection. */
export async function post(ConnectionId: string, Data: string): Promise<Posted> {
  const abortSignal = AbortSignal.timeout(patienceMilliseconds);
  try {
    await client().send(new PostToConnectionCommand({ ConnectionId, Data }), { abortSignal });
    return { result: "posted" };
  } catch (error) {
    if (error instanceof GoneException) {
      return { result: "gone" };
    }
    if (error instanceof LimitExceededException || abortSignal.aborted) {
      return { result: "slow" };
    }
    return { result: "failed", error };
  }
}

/** Closes a connection; one that is gone already is as well. */
export async function close(ConnectionId: string): Promise<void> {
  try {
    await client().send(new DeleteConnectionCommand({ ConnectionId }));
  } catch (error) {
    if (!(error instanceof GoneException)) {
      throw error;
    }
  }
}

function client(): ApiGatewayManagementApiClient {
  management ??= new ApiGatewayManagementApiClient({
    endpoint: Resource.Live.managementEndpoint,
    maxAttempts: 2,
  });
  return management;
}
