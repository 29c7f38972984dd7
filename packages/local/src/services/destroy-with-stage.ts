/**
 * Returns a function that keeps each client it is given, also after the start, until the stage is closed, and
 * then destroys it.
 */
export function destroyWithStage(
  started: AsyncDisposableStack,
): <Client extends { destroy: () => void }>(client: Client) => Client {
  const clients: { destroy: () => void }[] = [];
  started.defer(async () => clients.forEach((client) => client.destroy()));
  return (client) => {
    clients.push(client);
    return client;
  };
}
