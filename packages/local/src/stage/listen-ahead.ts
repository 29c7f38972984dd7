import path from "node:path";
import { type HttpApiOptions, serveHttpApi } from "../services/http-api/serve-http-api.ts";
import type { Listener } from "../http/listen.ts";
import { serveStorage, type StorageOptions, type StorageServer } from "../services/storage/serve-storage.ts";
import type { Start } from "./stage.ts";
import { localAccountId } from "./stage-environment.ts";

/** What stands behind the services that listen ahead: asked for at each request, as the program tells it later. */
export type Behind = Pick<HttpApiOptions, "api" | "invoke"> & Required<Pick<StorageOptions, "encryption">>;

export type Ahead = { storage: StorageServer; api: Listener };

/** Starts the services whose addresses the program must know before it runs: the queue's and the API's. */
export async function listenAhead(start: Start, { api, invoke, encryption }: Behind): Promise<Ahead> {
  const { directory, region, ports, gate, onFault, setAside, started } = start;
  const storage = await serveStorage({
    directory: path.join(directory, "storage"),
    region,
    port: ports.storage ?? 0,
    gate,
    credentials: start.credentials,
    encryption,
    setAside,
  });
  started.defer(storage.close);
  const httpApi = await serveHttpApi({
    api,
    accountId: localAccountId,
    region,
    port: ports.api ?? 0,
    now: Date.now,
    invoke,
    onFault,
  });
  started.defer(httpApi.close);
  return { storage, api: httpApi };
}
