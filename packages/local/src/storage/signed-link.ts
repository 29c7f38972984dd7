import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A request that may carry its signature in the query. */
export type LinkRequest = {
  method: string;
  /** Path and query as they came, still encoded. */
  url: string;
  /** Names in lower case. */
  headers: Record<string, string | string[] | undefined>;
};

export type LinkRules = {
  credentials: { accessKeyId: string; secretAccessKey: string };
  region: string;
  /** Milliseconds since 1970. */
  now: number;
};

/** An answer of S3 in its own words: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export type LinkRefusal = {
  statusCode: 400 | 403;
  code:
    | "AccessDenied"
    | "AuthorizationQueryParametersError"
    | "InvalidAccessKeyId"
    | "InvalidArgument"
    | "SignatureDoesNotMatch";
  message: string;
  /** Further elements of the error. */
  details?: Record<string, string>;
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
/** A week: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const maxExpiresSeconds = 604_800;
/** How far a signer's clock may be ahead. */
const maxAheadMilliseconds = 900_000;

type Parameters = Map<string, string>;

/** Whether a request carries a signature, or a part of one, in its query. */
export function isSignedLink(url: string): boolean {
  return /[?&]X-Amz-(Algorithm|Signature|Credential|Expires)=/i.test(url);
}

/** Why S3 would refuse a signed link, or undefined where signature and time hold: Signature Version 4 in the query. */
export function refuseLink(request: LinkRequest, rules: LinkRules): LinkRefusal | undefined {
  const parameters = readQuery(request.url);
  if (request.headers["authorization"] !== undefined) {
    return {
      statusCode: 400,
      code: "InvalidArgument",
      message:
        "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
    };
  }
  return (
    refuseParameters(parameters, rules) ??
    refuseTime(parameters, rules.now) ??
    refuseSignature(request, parameters, rules)
  );
}

function refuseParameters(
  parameters: Parameters,
  { credentials, region }: LinkRules,
): LinkRefusal | undefined {
  if (required.some((name) => !parameters.has(name)) || parameters.get("X-Amz-Algorithm") !== algorithm) {
    return malformed(
      `Query-string authentication version 4 requires the ${required.slice(0, -1).join(", ")}, and X-Amz-Expires parameters.`,
    );
  }
  const [accessKeyId, day, scopeRegion, service, terminator] = (
    parameters.get("X-Amz-Credential") ?? ""
  ).split("/");
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
  if (accessKeyId !== credentials.accessKeyId) {
    return {
      statusCode: 403,
      code: "InvalidAccessKeyId",
      message: "The AWS Access Key Id you provided does not exist in our records.",
      details: { AWSAccessKeyId: accessKeyId ?? "" },
    };
  }
  const expires = parameters.get("X-Amz-Expires") ?? "";
  if (!/^\d+$/.test(expires)) return malformed("X-Amz-Expires should be a number");
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

function refuseTime(parameters: Parameters, now: number): LinkRefusal | undefined {
  const signed = signedAt(parameters.get("X-Amz-Date") ?? "");
  const expires = parameters.get("X-Amz-Expires") ?? "";
  const ends = signed + Number(expires) * 1000;
  if (now < signed - maxAheadMilliseconds) {
    return { statusCode: 403, code: "AccessDenied", message: "Request is not yet valid" };
  }
  if (now <= ends) return undefined;
  return {
    statusCode: 403,
    code: "AccessDenied",
    message: "Request has expired",
    details: { "X-Amz-Expires": expires, Expires: isoSeconds(ends), ServerTime: isoSeconds(now) },
  };
}

function refuseSignature(
  request: LinkRequest,
  parameters: Parameters,
  { credentials }: LinkRules,
): LinkRefusal | undefined {
  const date = parameters.get("X-Amz-Date") ?? "";
  const [, day = "", region = "", service = ""] = (parameters.get("X-Amz-Credential") ?? "").split("/");
  const canonical = canonicalRequest(request, parameters);
  const textToSign = [algorithm, date, `${day}/${region}/${service}/aws4_request`, sha256(canonical)].join(
    "\n",
  );
  const key = [day, region, service, "aws4_request"].reduce<Buffer>(
    (secret, part) => hmac(secret, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  const expected = hmac(key, textToSign);
  const given = Buffer.from(parameters.get("X-Amz-Signature") ?? "", "hex");
  if (given.length === expected.length && timingSafeEqual(given, expected)) return undefined;
  return {
    statusCode: 403,
    code: "SignatureDoesNotMatch",
    message:
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    details: {
      AWSAccessKeyId: credentials.accessKeyId,
      StringToSign: textToSign,
      SignatureProvided: parameters.get("X-Amz-Signature") ?? "",
      CanonicalRequest: canonical,
    },
  };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
function canonicalRequest({ method, url, headers }: LinkRequest, parameters: Parameters): string {
  const path = url.split("?")[0] ?? "/";
  const names = (parameters.get("X-Amz-SignedHeaders") ?? "").split(";");
  const query = [...parameters]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]): [string, string] => [encode(name), encode(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return [
    method,
    path
      .split("/")
      .map((segment) => encode(decode(segment)))
      .join("/"),
    query.join("&"),
    ...names.map((name) => `${name}:${[headers[name] ?? ""].flat().join(",").trim()}`),
    "",
    names.join(";"),
    parameters.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
  ].join("\n");
}

function readQuery(url: string): Parameters {
  const query = url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
  return new Map(
    query
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return [decode(name), decode(value.join("="))];
      }),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `20261121T093000Z` in milliseconds since 1970; NaN for another text. */
function signedAt(text: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return parts.length === 6 ? Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) : Number.NaN;
}

function isoSeconds(epochMilliseconds: number): string {
  return `${new Date(epochMilliseconds).toISOString().slice(0, 19)}Z`;
}

function malformed(message: string): LinkRefusal {
  return { statusCode: 400, code: "AuthorizationQueryParametersError", message };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
