import { type AwsJsonService, type Perform, serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { authenticateSigned } from "../http/authenticate.ts";
import { throughGate } from "./gate.ts";
import { type Guard, runGuarded } from "./guard.ts";
import type { AwsJsonDoor, Start } from "./service.ts";

/** Listens before the services are added: a request for one that is not yet added is refused as unknown. */
export async function openAwsJsonDoor({
  region,
  access,
  ports,
  gate,
  onFault,
}: Pick<Start, "region" | "access" | "ports" | "gate" | "onFault">): Promise<AwsJsonDoor> {
  const services: AwsJsonService[] = [];
  const signingNames: string[] = [];
  const guards = new Map<string, Guard>();
  const authenticate = authenticateSigned(
    () => ({ findKey: access.findKey, region, now: Date.now() }),
    signingNames,
  );
  const server = await serveAwsJson({
    services,
    port: ports.services ?? 0,
    authenticate: async (request) => {
      const verify = await authenticate(request);
      return async (body) => {
        const caller = await verify(body);
        const perform: Perform = ({ service, name, action, input }, call) => {
          const guard = guards.get(service.targetPrefix);
          if (!guard) {
            throw new Error(`The service ${service.targetPrefix} has no guard`);
          }
          return runGuarded(guard, { caller, name, action, input }, call);
        };
        return perform;
      };
    },
    onFault,
  });
  let closed: Promise<void> | undefined;
  return {
    url: server.url,
    add: (service, { signingName, guard }) => {
      guards.set(service.targetPrefix, guard);
      services.push(throughGate(service, gate));
      signingNames.push(signingName);
    },
    close: () => (closed ??= server.close()),
  };
}
