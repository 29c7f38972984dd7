import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { Resource } from "sst";

/**
 * What became of a message. `late`: API Gateway had not taken it in time. `slow`: so much waits for the
 * client that API Gateway takes no more. `failed`: anything else, which is no fault of the client.
 */
export type Posted =
  | { result: "posted" }
  | { result: "gone" }
  | { result: "late" }
  | { result: "slow" }
  | { result: "failed"; error: unknown };

let management: ApiGatewayManagementApiClient | undefined;

/** Sends a message to a connection, which is waited for for so many milliseconds. */
export async function post(ConnectionId: string, Data: string, patience: number): Promise<Posted> {
  const abortSignal = AbortSignal.timeout(patience);
  try {
    await client().send(new PostToConnectionCommand({ ConnectionId, Data }), { abortSignal });
    return { result: "posted" };
  } catch (error) {
    if (error instanceof GoneException) {
      return { result: "gone" };
    }
    if (error instanceof LimitExceededException) {
      return { result: "slow" };
    }
    if (abortSignal.aborted) {
      return { result: "late" };
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
