import type { IncomingHttpHeaders } from "node:http";
import type { AccessKey } from "../../../http/access-key.ts";
import { type SignatureRules, unsignedHeaders } from "../../../http/authorization-header.ts";
import {
  type Credentials,
  isSignature,
  queryOf,
  s3Path,
  signatureOf,
  signedAt,
} from "../../../http/signature-version-4.ts";
import { type Refusal, unknownKey } from "../refusal.ts";

/** A request that may carry its signature in the query. */
export type LinkRequest = {
  method: string;
  /** Path and query as they came, still encoded. */
  url: string;
  headers: IncomingHttpHeaders;
};

const algorithm = "AWS4-HMAC-SHA256";
const required = [
  "X-Amz-Algorithm",
  "X-Amz-Credential",
  "X-Amz-Signature",
  "X-Amz-Date",
  "X-Amz-SignedHeaders",
  "X-Amz-Expires",
] as const;
const requiredInLowerCase = new Set<string>(required.map((name) => name.toLowerCase()));
/** A week: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const maxExpiresSeconds = 604_800;
/** The most that a signer's clock may be ahead. */
const maxAheadMilliseconds = 900_000;

/** Values of parameters that each occur once. */
type Parameters = Map<string, string>;

/**
 * Returns true if a request carries a signature, or a part of one, in its query, in whatever case. Throws
 * URIError for a query that is not well encoded.
 */
export function isSignedLink(url: string): boolean {
  return [...queryOf(url).keys()].some((name) => requiredInLowerCase.has(name.toLowerCase()));
}

/**
 * Returns the key that a link is signed with where signature and time hold, and otherwise why S3 would refuse
 * it: Signature Version 4 in the query, over everything that the request says. Throws URIError for a URL that
 * is not well encoded.
 */
export async function readLink(
  request: LinkRequest,
  rules: SignatureRules,
): Promise<{ key: AccessKey } | { refusal: Refusal }> {
  if (request.headers.authorization !== undefined) {
    const message =
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified";
    return { refusal: { statusCode: 400, code: "InvalidArgument", message } };
  }
  const query = queryOf(request.url);
  const parameters: Parameters = new Map([...query].map(([name, values]) => [name, values.join(",")]));
  const key = findKey(parameters, rules);
  const refusal =
    refuseAmbiguous(query) ??
    refuseCredential(parameters, rules) ??
    ("refusal" in key ? key.refusal : undefined) ??
    refuseParameters(parameters) ??
    refuseTime(parameters, rules.now) ??
    refuseUnsigned(request, parameters);
  if (refusal || "refusal" in key) {
    return { refusal: refusal ?? malformed(missingMessage) };
  }
  const unsigned = await refuseSignature(request, { query, parameters, credentials: key.key.credentials });
  return unsigned ? { refusal: unsigned } : key;
}

/**
 * Each part of the signature must be there once, under its own name: nobody must be able to add what is not
 * signed.
 */
function refuseAmbiguous(query: Map<string, string[]>): Refusal | undefined {
  const names = [...query].flatMap(([name, values]) => values.map(() => name));
  const given = names.filter((name) => requiredInLowerCase.has(name.toLowerCase()));
  const isExact = required.every((name) => given.includes(name)) && given.length === required.length;
  return isExact ? undefined : malformed(missingMessage);
}

const missingMessage = `Query-string authentication version 4 requires the ${required.slice(0, -1).join(", ")}, and X-Amz-Expires parameters.`;

function findKey(
  parameters: Parameters,
  { findKey: find }: SignatureRules,
): { key: AccessKey } | { refusal: Refusal } {
  const [accessKeyId = ""] = (parameters.get("X-Amz-Credential") ?? "").split("/");
  const key = find({ accessKeyId, sessionToken: parameters.get("X-Amz-Security-Token") });
  return typeof key === "string" ? { refusal: unknownKey(key, accessKeyId) } : { key };
}

function refuseCredential(parameters: Parameters, { region }: SignatureRules): Refusal | undefined {
  if (parameters.get("X-Amz-Algorithm") !== algorithm) {
    return malformed(missingMessage);
  }
  const [, day, scopeRegion, service, terminator] = (parameters.get("X-Amz-Credential") ?? "").split("/");
  if (service !== "s3" || terminator !== "aws4_request" || !/^\d{8}$/.test(day ?? "")) {
    return malformed(
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (scopeRegion !== region) {
    return malformed(
      `Error parsing the X-Amz-Credential parameter; the region '${scopeRegion}' is wrong; expecting '${region}'`,
    );
  }
  return undefined;
}

function refuseParameters(parameters: Parameters): Refusal | undefined {
  const [, day] = (parameters.get("X-Amz-Credential") ?? "").split("/");
  const expires = parameters.get("X-Amz-Expires") ?? "";
  if (!/^\d+$/.test(expires)) {
    return malformed("X-Amz-Expires should be a number");
  }
  if (Number(expires) > maxExpiresSeconds) {
    return malformed(
      `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${maxExpiresSeconds} seconds`,
    );
  }
  const date = parameters.get("X-Amz-Date") ?? "";
  if (Number.isNaN(signedAt(date)) || !date.startsWith(day ?? "")) {
    return malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  }
  return undefined;
}

function refuseTime(parameters: Parameters, now: number): Refusal | undefined {
  const signed = signedAt(parameters.get("X-Amz-Date") ?? "");
  const expires = parameters.get("X-Amz-Expires") ?? "";
  const ends = signed + Number(expires) * 1000;
  if (now < signed - maxAheadMilliseconds) {
    return { statusCode: 403, code: "AccessDenied", message: "Request is not yet valid" };
  }
  if (now <= ends) {
    return undefined;
  }
  return {
    statusCode: 403,
    code: "AccessDenied",
    message: "Request has expired",
    details: { "X-Amz-Expires": expires, Expires: isoSeconds(ends), ServerTime: isoSeconds(now) },
  };
}

/** Refuses a header that S3 would heed and the signer did not sign. */
function refuseUnsigned({ headers }: LinkRequest, parameters: Parameters): Refusal | undefined {
  const names = unsignedHeaders(headers, signedHeadersOf(parameters));
  return names.length === 0
    ? undefined
    : {
        statusCode: 403,
        code: "AccessDenied",
        message: "There were headers present in the request which were not signed",
        details: { HeadersNotSigned: names.join(", ") },
      };
}

async function refuseSignature(
  { method, url, headers }: LinkRequest,
  {
    query,
    parameters,
    credentials,
  }: { query: Map<string, string[]>; parameters: Parameters; credentials: Credentials },
): Promise<Refusal | undefined> {
  const [, day = "", region = "", service = ""] = (parameters.get("X-Amz-Credential") ?? "").split("/");
  const { signature, canonicalRequest, textToSign } = await signatureOf(
    {
      method,
      path: s3Path(url),
      query: Object.fromEntries([...query].filter(([name]) => name !== "X-Amz-Signature")),
      headers,
      signedHeaders: signedHeadersOf(parameters),
      payloadHash: parameters.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
      date: parameters.get("X-Amz-Date") ?? "",
      scope: { day, region, service },
    },
    credentials,
  );
  const given = parameters.get("X-Amz-Signature") ?? "";
  if (isSignature(given, signature)) {
    return undefined;
  }
  return {
    statusCode: 403,
    code: "SignatureDoesNotMatch",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    details: {
      AWSAccessKeyId: credentials.accessKeyId,
      StringToSign: textToSign,
      SignatureProvided: given,
      CanonicalRequest: canonicalRequest,
    },
  };
}

function signedHeadersOf(parameters: Parameters): string[] {
  return (parameters.get("X-Amz-SignedHeaders") ?? "").split(";");
}

function isoSeconds(epochMilliseconds: number): string {
  return `${new Date(epochMilliseconds).toISOString().slice(0, 19)}Z`;
}

function malformed(message: string): Refusal {
  return { statusCode: 400, code: "AuthorizationQueryParametersError", message };
}
