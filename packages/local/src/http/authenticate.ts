import type { IncomingMessage } from "node:http";
import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Principal } from "@ashiato/iam/request";
import {
  type Claim,
  type Distrust,
  type HeaderSigned,
  isSigned,
  readClaim,
  type SignatureRules,
} from "./authorization-header.ts";
import { isForeign } from "./foreign-caller.ts";
import { sha256Hex } from "./signature-version-4.ts";

/**
 * Checks a request before its body is read, and returns a function that checks the body and returns the
 * signer. Both throw ServiceError for an unknown caller.
 */
export type AuthenticateCaller = (request: IncomingMessage) => Promise<(body: Buffer) => Promise<Principal>>;

/**
 * Accepts only callers that signed with an access key of the stage, and no foreign web pages. Refuses in the
 * words of AWS's JSON services.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html
 */
export function authenticateSigned(
  rules: () => SignatureRules,
  services: readonly string[],
): AuthenticateCaller {
  return async (request) => {
    if (isForeign(request.headers)) {
      throw refuse("AccessDeniedException", foreignMessage);
    }
    const signed = signedPart(request);
    const claim = readClaim(signed, rules(), services);
    if ("problem" in claim) {
      throw distrusted(claim);
    }
    return async (body) => {
      const payloadHash = sha256Hex(body);
      const told = request.headers["x-amz-content-sha256"];
      if (told !== undefined && told !== payloadHash) {
        throw distrusted({ problem: "mismatch" });
      }
      if (!(await isSignedRequest(signed, claim, payloadHash))) {
        throw distrusted({ problem: "mismatch" });
      }
      return claim.key.principal;
    };
  };
}

export const foreignMessage =
  "The local stage answers no web page but its own, and no host name but this machine's.";

async function isSignedRequest(signed: HeaderSigned, claim: Claim, payloadHash: string): Promise<boolean> {
  try {
    return await isSigned(signed, claim, payloadHash);
  } catch (error) {
    // No client can have signed such a URL.
    if (error instanceof URIError) {
      return false;
    }
    throw error;
  }
}

function signedPart({ method = "GET", url = "/", headers }: IncomingMessage): HeaderSigned {
  return { method, url, headers };
}

function distrusted(distrust: Distrust): ServiceError {
  switch (distrust.problem) {
    case "missing":
      return refuse("MissingAuthenticationTokenException", "Missing Authentication Token");
    case "malformed":
      return refuse("IncompleteSignatureException", distrust.message);
    case "unknown-key":
    case "wrong-token":
      return refuse("UnrecognizedClientException", "The security token included in the request is invalid.");
    case "expired-token":
      return refuse("ExpiredTokenException", "The security token included in the request is expired");
    case "wrong-scope":
      return refuse(
        "InvalidSignatureException",
        `Credential should be scoped to this service: ${distrust.message}.`,
      );
    case "skewed":
      return refuse("InvalidSignatureException", `Signature expired or not yet current: ${distrust.date}`);
    case "unsigned-headers":
      return refuse("InvalidSignatureException", `Headers are not signed: ${distrust.names.join(", ")}`);
    case "mismatch":
      return refuse(
        "InvalidSignatureException",
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
      );
  }
}

function refuse(name: string, message: string): ServiceError {
  return new ServiceError(name, message, { statusCode: 403 });
}
