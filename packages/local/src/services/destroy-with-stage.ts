/**
 * Returns a function that registers a client, also after the start, to destroy it when the stage is closed.
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
