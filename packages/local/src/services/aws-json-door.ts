import { type AwsJsonService, serveAwsJson } from "@ashiato/aws-json/serve-aws-json";
import { authenticateSigned } from "../http/authenticate.ts";
import { throughGate } from "./gate.ts";
import type { AwsJsonDoor, Start } from "./service.ts";

/** Listens before any service is there: a request for one that is not yet there is refused as unknown. */
export async function openAwsJsonDoor({
  region,
  credentials,
  ports,
  gate,
  onFault,
}: Pick<Start, "region" | "credentials" | "ports" | "gate" | "onFault">): Promise<AwsJsonDoor> {
  const services: AwsJsonService[] = [];
  const signingNames: string[] = [];
  const rules = () => ({ credentials, region, now: Date.now() });
  const server = await serveAwsJson({
    services,
    port: ports.services ?? 0,
    authenticate: authenticateSigned(rules, signingNames),
    onFault,
  });
  let closed: Promise<void> | undefined;
  return {
    url: server.url,
    add: (service, signingName) => {
      services.push(throughGate(service, gate));
      signingNames.push(signingName);
    },
    close: () => (closed ??= server.close()),
  };
}
