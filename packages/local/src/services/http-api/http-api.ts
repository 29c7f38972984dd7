import type { Listener } from "../../http/listen.ts";
import { apiKinds, hasProtocol } from "../api-gateway/api-kinds.ts";
import { invokeForApi } from "../api-gateway/invoke-for-api.ts";
import { type Invoke, type LocalService, type Start } from "../service.ts";
import { logAccess, type WriteLog } from "../api-gateway/access-log.ts";
import { type DeclaredHttpApi, type HttpApiPlan, readHttpApis } from "./http-apis.ts";
import { serveHttpApi } from "./serve-http-api.ts";

type Needs = {
  invoke: Invoke;
  /** Id of what the stage keeps: an API that was created again has another one, as on AWS. */
  identity: string;
  writeLog: WriteLog;
  /** Called once every API is served, with their addresses by the APIs' ids. */
  onServed: (urls: ReadonlyMap<string, string>) => void;
};

export type HttpApiDoor = {
  /** Of the first API that the program declares. */
  url: string;
  /**
   * Returns the address of a declared API by its logical name; from the second on, each gets a port when it
   * is first asked for.
   */
  address: (name: string) => Promise<string>;
  /** Answers what the API is asked from now on; until then it answers 503. */
  serve: (name: string, served: Served) => Promise<void>;
};

/** HTTP APIs of API Gateway, each on a port of its own. */
export const httpApi: LocalService<"httpApi", DeclaredHttpApi[], HttpApiDoor, Needs, undefined, object> = {
  name: "httpApi",
  kinds: apiKinds,
  open: openHttpApis,
  address: async (door, { name, inputs }) => (hasProtocol(inputs, "HTTP") ? door.address(name) : undefined),
  endpoints: () => ({}),
  plan: readHttpApis,
  serve: async ({ door, plan, needs: { identity, invoke, writeLog, onServed } }) => {
    const urls = new Map<string, string>();
    for (const [index, { component, ...api }] of plan.entries()) {
      const id = index === 0 ? identity : `${identity}-${api.id}`;
      await door.serve(component, { api: { ...api, id }, invoke, writeLog });
      urls.set(api.id, await door.address(component));
    }
    onServed(urls);
    return undefined;
  },
};

type Served = { api: HttpApiPlan } & Pick<Needs, "invoke" | "writeLog">;
type Opened = { listener: Listener; serve: (served: Served) => void };

async function openHttpApis(start: Start): Promise<HttpApiDoor> {
  const first = await openOne(start, start.ports.api ?? 0);
  const byName = new Map<string, Promise<Opened>>();
  const open = (name: string): Promise<Opened> => {
    const opened = byName.get(name) ?? (byName.size === 0 ? Promise.resolve(first) : openOne(start, 0));
    byName.set(name, opened);
    return opened;
  };
  return {
    url: first.listener.url,
    address: async (name) => (await open(name)).listener.url,
    serve: async (name, served) => (await open(name)).serve(served),
  };
}

async function openOne(
  { region, access, clock, onFault, onEvent, started }: Start,
  port: number,
): Promise<Opened> {
  let served: Served | undefined;
  const { accountId } = access;
  const listener = await serveHttpApi({
    // Until the program is evaluated and its functions can be invoked, the API answers 503.
    api: () => served?.api,
    accountId,
    region,
    port,
    now: () => clock.now(),
    invoke: invokeForApi(access, async (functionArn, payload) => {
      if (!served) {
        throw new Error(`${functionArn} was asked for before the API is served`);
      }
      return served.invoke(functionArn, payload);
    }),
    onFault,
    onEvent,
    onAnswered: (record) => {
      const { api, writeLog } = served ?? {};
      if (api && writeLog) {
        logAccess(api.accessLog, { ...record, apiId: api.id, accountId, domainPrefix: api.id }, writeLog);
      }
    },
  });
  started.defer(listener.close);
  return {
    listener,
    serve: (given) => {
      served = given;
    },
  };
}
