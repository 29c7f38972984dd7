import type { IncomingHttpHeaders } from "node:http";
import type { AccessKey, FindAccessKey } from "./access-key.ts";
import { isSignature, queryOf, s3Path, type Scope, signatureOf, signedAt } from "./signature-version-4.ts";

/** Why a request does not come from the holder of an access key. */
export type Distrust =
  /** There is no Authorization header. */
  | { problem: "missing" }
  /** The header, or the date beside it, is not Signature Version 4. */
  | { problem: "malformed"; message: string }
  | { problem: "unknown-key"; accessKeyId: string }
  /** The session token is not the one that goes with the key. */
  | { problem: "wrong-token" }
  /** The session has ended. */
  | { problem: "expired-token" }
  | { problem: "wrong-scope"; message: string }
  /** The request was signed too long ago, or is from the future. */
  | { problem: "skewed"; date: string }
  | { problem: "unsigned-headers"; names: string[] }
  | { problem: "mismatch" };

export type SignatureRules = {
  findKey: FindAccessKey;
  region: string;
  /** Milliseconds since 1970. */
  now: number;
};

export type HeaderSigned = {
  method: string;
  /** Path and query as received. */
  url: string;
  headers: IncomingHttpHeaders;
};

/** The contents of an Authorization header; the signature is still to be verified. */
export type Claim = {
  key: AccessKey;
  scope: Scope;
  signedHeaders: string[];
  signature: string;
  date: string;
};

/** The maximum difference between the clocks of client and service. */
const maxSkewMilliseconds = 900_000;

/**
 * Reads the Authorization header of a request for one of the services. Returns the reason to refuse it, if
 * any, before its signature is verified.
 */
export function readClaim(
  { headers }: HeaderSigned,
  { findKey, region, now }: SignatureRules,
  services: readonly string[],
): Claim | Distrust {
  const { authorization } = headers;
  if (authorization === undefined) {
    return { problem: "missing" };
  }
  const claim = parse(authorization, String(headers["x-amz-date"] ?? ""));
  if ("problem" in claim) {
    return claim;
  }
  const { accessKeyId, scope, signedHeaders, date } = claim;
  const key = findKey({ accessKeyId, sessionToken: headerText(headers["x-amz-security-token"]) });
  if (typeof key === "string") {
    return key === "unknown-key" ? { problem: key, accessKeyId } : { problem: key };
  }
  if (scope.region !== region) {
    return {
      problem: "wrong-scope",
      message: `the region '${scope.region}' is wrong; expecting '${region}'`,
    };
  }
  if (!services.includes(scope.service)) {
    const expected = services.map((service) => `'${service}'`).join(" or ");
    return { problem: "wrong-scope", message: `incorrect service '${scope.service}'; expecting ${expected}` };
  }
  if (!(Math.abs(signedAt(date) - now) <= maxSkewMilliseconds)) {
    return { problem: "skewed", date };
  }
  const names = unsignedHeaders(headers, signedHeaders);
  return names.length > 0 ? { problem: "unsigned-headers", names } : { ...claim, key };
}

function headerText(value: string | string[] | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

/**
 * Host and every `x-amz-` header must be signed:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function unsignedHeaders(headers: IncomingHttpHeaders, signedHeaders: readonly string[]): string[] {
  return Object.keys(headers).filter(
    (name) => (name === "host" || name.startsWith("x-amz-")) && !signedHeaders.includes(name),
  );
}

/**
 * Returns true if the request is, byte for byte, the one that was signed. Throws URIError for a URL that is
 * not well encoded.
 */
export async function isSigned(
  { method, url, headers }: HeaderSigned,
  claim: Claim,
  payloadHash: string,
): Promise<boolean> {
  const {
    key: { credentials },
    scope,
    signedHeaders,
    date,
  } = claim;
  const path = scope.service === "s3" ? s3Path(url) : (url.split("?")[0] ?? "/");
  const query = Object.fromEntries(queryOf(url));
  const { signature } = await signatureOf(
    { method, path, query, headers, signedHeaders, payloadHash, date, scope },
    credentials,
  );
  return isSignature(claim.signature, signature);
}

function parse(
  authorization: string,
  date: string,
): (Omit<Claim, "key"> & { accessKeyId: string }) | Distrust {
  const malformed = (message: string): Distrust => ({ problem: "malformed", message });
  const [algorithm = "", ...rest] = authorization.split(" ");
  if (algorithm !== "AWS4-HMAC-SHA256") {
    return malformed(`Unsupported Authorization Type: ${algorithm.slice(0, 40)}`);
  }
  const pairs = rest
    .join(" ")
    .split(",")
    .map((part) => part.trim().split("="));
  const parts = new Map(pairs.map(([name = "", ...value]) => [name, value.join("=")]));
  for (const name of ["Credential", "SignedHeaders", "Signature"]) {
    if (pairs.filter(([given]) => given === name).length !== 1) {
      return malformed(`The authorization header is malformed; it must have one ${name}.`);
    }
  }
  const [accessKeyId = "", day = "", region = "", service = "", terminator] = (
    parts.get("Credential") ?? ""
  ).split("/");
  if (
    terminator !== "aws4_request" ||
    !date.startsWith(day) ||
    Number.isNaN(signedAt(date)) ||
    day.length !== 8
  ) {
    return malformed(
      "The authorization header is malformed; the Credential must be <YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request of the day in X-Amz-Date.",
    );
  }
  return {
    accessKeyId,
    scope: { day, region, service },
    signedHeaders: (parts.get("SignedHeaders") ?? "").split(";"),
    signature: parts.get("Signature") ?? "",
    date,
  };
}
