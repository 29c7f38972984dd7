import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ServiceError } from "./service-error.ts";

/**
 * One API action: takes the request's JSON members, gives the answer's. Throws `ServiceError` for what the
 * caller must see.
 */
export type Action = (input: unknown, call: { signal: AbortSignal }) => Promise<object>;

/** A service of the AWS JSON protocol, named as its API model names it. */
export type AwsJsonService = {
  /** `targetPrefix` of the API model: `AWSStepFunctions`, `RedshiftData`. */
  targetPrefix: string;
  /** `jsonVersion` of the API model. */
  jsonVersion: "1.0" | "1.1";
  /** By action name, as in `StartExecution`. */
  actions: Record<string, Action>;
};

/**
 * Runs an action for a caller, by its name. Throws `ServiceError` for an action that the caller may not call.
 */
export type Perform = (
  asked: { service: AwsJsonService; name: string; action: Action; input: unknown },
  call: Parameters<Action>[1],
) => Promise<object>;

/**
 * Asked about a request before any of its body is read; throws `ServiceError` for a caller that is not
 * served. What it returns is then given the body, and throws `ServiceError` for one that the caller did not
 * sign; it returns how to run the caller's actions, if they are not run for everybody alike.
 */
type Authenticate = (request: IncomingMessage) => Promise<(body: Buffer) => Promise<Perform | undefined>>;

export type ServeOptions = {
  /** Looked at for each request: a service may be added while others are served. */
  services: readonly AwsJsonService[];
  /** 0 takes a free port. */
  port?: number;
  /** Absent: every caller is served. */
  authenticate?: Authenticate;
  /** Told of an error that is no `ServiceError`: a fault of the service, answered as InternalFailure. */
  onFault: (fault: unknown, target: string) => void;
};

export type AwsJsonServer = { url: string; close: () => Promise<void> };

/**
 * Requests of these services are limited to far less; the bound keeps a wrong client from filling the memory.
 */
const maxBodyBytes = 16 * 1024 * 1024;

/**
 * Levels of a request's JSON: more than any of these services' requests has, and few enough to recurse into.
 */
const maxDepth = 100;

/**
 * Serves AWS JSON services on loopback, so that AWS SDK clients and the AWS CLI can call them.
 * Protocol: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html (and 1.1).
 */
export async function serveAwsJson({
  services,
  port = 0,
  authenticate = async () => async () => undefined,
  onFault,
}: ServeOptions): Promise<AwsJsonServer> {
  const server = createServer((request, response) => {
    void answer({ services, authenticate, onFault }, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

type Server = Required<Pick<ServeOptions, "services" | "authenticate" | "onFault">>;

async function answer(
  { services, authenticate, onFault }: Server,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = String(request.headers["x-amz-target"] ?? "");
  const [prefix = "", ...names] = target.split(".");
  const actionName = names.join(".");
  const service = services.find(({ targetPrefix }) => targetPrefix === prefix);
  const contentType = `application/x-amz-json-${service?.jsonVersion ?? "1.0"}`;
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  try {
    const verify = await authenticate(request);
    const body = await readBody(request);
    const perform = (await verify(body)) ?? performForAll;
    const action =
      service && Object.hasOwn(service.actions, actionName) ? service.actions[actionName] : undefined;
    if (!service || !action) {
      throw new ServiceError(
        "UnknownOperationException",
        `The operation ${target || "(no X-Amz-Target)"} is not supported here.`,
      );
    }
    const input = parse(body.toString("utf8"));
    const output = await perform({ service, name: actionName, action, input }, { signal: gone.signal });
    send(response, 200, contentType, output);
  } catch (error) {
    if (error instanceof ServiceError) {
      const body = { __type: error.name, message: error.message, ...error.members };
      send(response, error.statusCode, contentType, body);
      return;
    }
    // A client that went away, or spoilt its connection, is not a fault of the service.
    if (error === request.errored) {
      return;
    }
    onFault(error, target);
    send(response, 500, contentType, { __type: "InternalFailure", message: String(error) });
  }
}

const performForAll: Perform = ({ action, input }, call) => action(input, call);

function parse(text: string): unknown {
  if (text === "") {
    return {};
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ServiceError("SerializationException", "The request's body is not JSON.", { cause: error });
  }
  if (isDeeperThan(maxDepth, value)) {
    throw new ServiceError(
      "SerializationException",
      `The request's body is nested deeper than ${maxDepth} levels.`,
    );
  }
  return value;
}

/** Recurses no deeper than `levels`. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (value === null || typeof value !== "object") {
    return false;
  }
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new ServiceError("RequestEntityTooLarge", `The request is over ${maxBodyBytes} bytes.`, {
        statusCode: 413,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

// oxlint-disable-next-line max-params
function send(response: ServerResponse, statusCode: number, contentType: string, body: object): void {
  response.writeHead(statusCode, { "content-type": contentType, "x-amzn-requestid": randomUUID() });
  response.end(JSON.stringify(onWire(body)));
}

/** Timestamps travel as epoch seconds with a fraction; members without a value are left out. */
function onWire(value: unknown): unknown {
  if (value instanceof Date) {
    return value.getTime() / 1000;
  }
  if (Array.isArray(value)) {
    return value.map(onWire);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .map(([name, member]) => [name, onWire(member)]),
  );
}
