import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import { authenticateSigned } from "./authenticate.ts";
import type { SignatureRules } from "./authorization-header.ts";
import { listen, type Listener } from "./listen.ts";
import { readBody } from "./read-body.ts";
import { xmlElement } from "./xml-element.ts";

/**
 * An action's parameters by name, with the values of absent ones. Throws ServiceError for a required one that
 * is missing.
 */
type QueryParameters = (name: string, absent?: string) => string;

/**
 * Takes the caller and the parameters; returns the members of the answer's result, if it has one. Throws
 * ServiceError for errors that the caller must see.
 */
export type QueryAction = (caller: Principal, parameters: QueryParameters) => Promise<object | undefined>;

/** A service of the AWS Query protocol, by the version of its API, which each request names. */
export type QueryService = {
  version: string;
  xmlNamespace: string;
  actions: Readonly<Record<string, QueryAction>>;
};

export type ServeQueryOptions = {
  /** Read for each request: a service may be added while others are served. */
  services: readonly QueryService[];
  /** The services for which a request may be signed. */
  signingNames: readonly string[];
  rules: () => SignatureRules;
  /** 0 takes a free port. */
  port: number;
  onFault: (fault: unknown) => void;
};

const maxBodyBytes = 1024 * 1024;

/** Error names of these services that differ from those of AWS's JSON services. */
const queryCodes: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  ExpiredTokenException: "ExpiredToken",
  IncompleteSignatureException: "IncompleteSignature",
  InvalidSignatureException: "SignatureDoesNotMatch",
  MissingAuthenticationTokenException: "MissingAuthenticationToken",
  UnrecognizedClientException: "InvalidClientTokenId",
};

/**
 * Serves several services of the AWS Query protocol on one loopback address.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export async function serveAwsQuery({
  services,
  signingNames,
  rules,
  port,
  onFault,
}: ServeQueryOptions): Promise<Listener> {
  const authenticate = authenticateSigned(rules, signingNames);
  return listen(
    async (request, response) => {
      const requestId = randomUUID();
      const send = (statusCode: number, body: string): void => {
        response.writeHead(statusCode, { "content-type": "text/xml", "x-amzn-requestid": requestId });
        response.end(body);
      };
      try {
        const verify = await authenticate(request);
        const body = await readBody(request, maxBodyBytes);
        const caller = await verify(body);
        send(200, await answer(services, { caller, form: formOf(request, body), requestId }));
      } catch (error) {
        if (!(error instanceof ServiceError)) {
          throw error;
        }
        const { name, message, statusCode } = error;
        const fault = { Type: "Sender", Code: queryCodes[name] ?? name, Message: message };
        send(statusCode, xmlElement("ErrorResponse", { Error: fault, RequestId: requestId }));
      }
    },
    { port, onFault },
  );
}

/** Parameters are in the body, or in the query of a GET. */
function formOf({ url = "/" }: IncomingMessage, body: Buffer): URLSearchParams {
  return body.length > 0
    ? new URLSearchParams(body.toString("utf8"))
    : new URL(`http://service${url}`).searchParams;
}

type Asked = { caller: Principal; form: URLSearchParams; requestId: string };

async function answer(
  services: readonly QueryService[],
  { caller, form, requestId }: Asked,
): Promise<string> {
  const name = form.get("Action") ?? "";
  const version = form.get("Version") ?? "";
  const service = services.find((each) => each.version === version);
  const action = service && Object.hasOwn(service.actions, name) ? service.actions[name] : undefined;
  if (!service || !action) {
    throw new ServiceError(
      "InvalidAction",
      `The action ${name} of version ${version} is not supported on a local stage.`,
    );
  }
  const result = await action(caller, (parameter, absent) => {
    const value = form.get(parameter) ?? absent;
    if (value === undefined || value === "") {
      throw new ServiceError("ValidationError", `The parameter ${parameter} is missing.`);
    }
    return value;
  });
  const members = {
    ...(result && { [`${name}Result`]: result }),
    ResponseMetadata: { RequestId: requestId },
  };
  return xmlElement(`${name}Response`, members, ` xmlns="${service.xmlNamespace}"`);
}
