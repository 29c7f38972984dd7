import { z } from "zod";
import { shortHash } from "../../evaluate/resource-state.ts";
import { arn } from "../aws-names.ts";
import type { DeclaredResources } from "../declared.ts";
import type { ServedKind } from "../service.ts";

/** The protocols of API Gateway's second version, each served by a service of its own. */
type ProtocolType = "HTTP" | "WEBSOCKET";

export const apiType = "aws:apigatewayv2/api:Api";

const protocol = z.looseObject({ protocolType: z.enum(["HTTP", "WEBSOCKET"]) });

/** The kinds that APIs of both protocols consist of. */
export const apiKinds: Record<string, ServedKind> = {
  [apiType]: {
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
  "aws:apigatewayv2/route:Route": { state: ({ name }) => ({ id: shortHash(name), state: {} }) },
  "aws:apigatewayv2/stage:Stage": {},
};

/** Returns whether an API's inputs declare the protocol. */
export function hasProtocol(inputs: Readonly<Record<string, unknown>>, protocolType: ProtocolType): boolean {
  return inputs["protocolType"] === protocolType;
}

/**
 * Returns which resources are parts of an API of the protocol, by their state. Throws LocalError UNSUPPORTED
 * for an API of another protocol than the two.
 */
export function partsOfApis(
  declared: DeclaredResources,
  protocolType: ProtocolType,
): (state: Readonly<Record<string, unknown>>) => boolean {
  const apis = declared.ofType(apiType, protocol).filter(({ state }) => hasProtocol(state, protocolType));
  const ids = new Set<unknown>(apis.map(({ id }) => id));
  return ({ apiId }) => ids.has(apiId);
}
