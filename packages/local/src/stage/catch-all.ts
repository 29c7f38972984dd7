import { type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { absentService } from "../http/absent-service.ts";
import { listen, type Listener } from "../http/listen.ts";
import { requestedService } from "../http/requested-service.ts";

/** Names of services in signatures that differ from those in the SDK's settings. */
const signingNames: Record<string, string> = {
  cloudwatch: "monitoring",
  cloudwatchLogs: "logs",
  eventbridge: "events",
  redshiftData: "redshift-data",
  redshiftServerless: "redshift-serverless",
  sfn: "states",
};

/**
 * Serves every service of a stage on one address, for clients without an address for each service, and
 * answers for services that the stage does not have: no request to this address reaches AWS. Passes requests
 * on unchanged, so that their signatures stay valid.
 * @param endpoints addresses by the service's id in the SDK's settings
 */
export async function serveCatchAll(
  endpoints: Readonly<Record<string, string>>,
  { port, onFault }: { port: number; onFault: (fault: unknown) => void },
): Promise<Listener> {
  const addresses = new Map(
    Object.entries(endpoints).map(([id, url]): [string, string] => [signingNames[id] ?? id, url]),
  );
  return listen(
    async (request, response) => {
      const asked = requestedService(request);
      const address = addresses.get(asked);
      if (address !== undefined) {
        await passOn(request, response, address);
        return;
      }
      const answer = absentService(request, { asked, served: [...addresses.keys()] });
      response.writeHead(answer.statusCode, answer.headers).end(answer.body);
    },
    { port, onFault },
  );
}

async function passOn(request: IncomingMessage, response: ServerResponse, address: string): Promise<void> {
  const { hostname, port } = new URL(address);
  // The client already got 100 Continue when its request arrived here.
  const { expect: _, ...headers } = request.headers;
  const { method, url: path } = request;
  const onward = httpRequest({ hostname, port, method, path, headers, setHost: false });
  response.once("close", () => onward.destroy());
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    onward.once("response", resolve);
    onward.once("error", reject);
  });
  // A failure is an error of `onward` too, unless the service answered before it had read everything.
  pipeline(request, onward).catch(() => undefined);
  try {
    const answer = await answered;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    await pipeline(answer, response);
  } catch (error) {
    if (!response.destroyed) {
      throw error;
    }
  }
}
