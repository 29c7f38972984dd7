import type { Listener } from "../../http/listen.ts";
import { shortHash } from "../../evaluate/resource-state.ts";
import { arn } from "../aws-names.ts";
import { type Invoke, type LocalService, type Start } from "../service.ts";
import { accessLogLine } from "./access-log.ts";
import { type DeclaredHttpApi, type HttpApiPlan, readHttpApis } from "./http-apis.ts";
import { serveHttpApi } from "./serve-http-api.ts";

type Needs = {
  invoke: Invoke;
  /** Id of what the stage keeps: an API that was created again has another one, as on AWS. */
  identity: string;
  /** Takes the line of a request for a stream of a log group. */
  writeLog: (place: { group: string; stream: string }, message: string) => void;
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
  kinds: {
    "aws:apigatewayv2/api:Api": {
      state: async (request, aws) => {
        const id = shortHash(request.name);
        return {
          id,
          state: {
            arn: `arn:aws:apigateway:${aws.region}::/apis/${id}`,
            apiEndpoint: await aws.address(request),
            executionArn: arn(aws, "execute-api", id),
          },
        };
      },
    },
    "aws:apigatewayv2/integration:Integration": { state: ({ name }) => ({ id: shortHash(name), state: {} }) },
    "aws:apigatewayv2/authorizer:Authorizer": { state: ({ name }) => ({ id: shortHash(name), state: {} }) },
    "aws:apigatewayv2/route:Route": {},
    "aws:apigatewayv2/stage:Stage": {},
  },
  open: openHttpApis,
  address: (door, { name }) => door.address(name),
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

async function openOne({ region, access, onFault, onEvent, started }: Start, port: number): Promise<Opened> {
  let served: Served | undefined;
  const { accountId } = access;
  const listener = await serveHttpApi({
    // Until the program is evaluated and its functions can be invoked, the API answers 503.
    api: () => served?.api,
    accountId,
    region,
    port,
    now: Date.now,
    invoke: async (functionArn, payload, sourceArn) => {
      if (!served) {
        throw new Error(`${functionArn} was asked for before the API is served`);
      }
      access.authorize(
        {
          principal: { kind: "service", service: "apigateway.amazonaws.com" },
          action: "lambda:InvokeFunction",
          resource: functionArn,
          context: { "aws:sourcearn": sourceArn, "aws:sourceaccount": accountId },
        },
        { statusCode: 403 },
      );
      return served.invoke(functionArn, payload);
    },
    onFault,
    onEvent,
    onAnswered: (record) => {
      const { api, writeLog } = served ?? {};
      if (api?.accessLog && writeLog) {
        const { logGroup: group } = api.accessLog;
        const known = { ...record, apiId: api.id, accountId, domainPrefix: api.id };
        // AWS names the streams by numbers of its own, and spreads the lines over several.
        writeLog({ group, stream: shortHash(group) }, accessLogLine(api.accessLog, known));
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
