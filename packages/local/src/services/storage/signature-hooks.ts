import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { AccessKey } from "../../http/access-key.ts";
import { foreignMessage } from "../../http/authenticate.ts";
import {
  type Claim,
  type Distrust,
  isSigned,
  readClaim,
  type SignatureRules,
} from "../../http/authorization-header.ts";
import { isForeign } from "../../http/foreign-caller.ts";
import { sha256Hex } from "../../http/signature-version-4.ts";
import type { FauxqsApp } from "./fauxqs-parts.ts";
import { refuseAnonymousOverride } from "./s3/link-hooks.ts";
import type { Callers } from "./permission-hooks.ts";
import { type Refusal, sendRefusal, unknownKey } from "./refusal.ts";
import { isSignedLink, readLink } from "./s3/signed-link.ts";

type Request = { method: string; url: string; headers: Parameters<typeof isForeign>[0] };

/**
/** Whom the hooks admit. */
export type Admission = {
  rules: () => SignatureRules;
  /** Returns whether the bucket's own rules let a web page of another origin in. */
  admitsPage: (request: Request) => boolean;
};

/**
 * Admits to S3, SQS and SNS only requests signed with an access key of the stage, by the Authorization header
 * or in the query, and no web page of somebody else even so, but for one that the bucket's own rules let in;
 * who signed is then among the callers. Checked before any of the body is read; a body whose hash no header
 * states is read first, and then checked against the signature.
 */
export function addSignatureHooks(app: FauxqsApp, callers: Callers, { rules, admitsPage }: Admission): void {
  const unhashed = new WeakMap<object, Claim>();
  app.addHook("onRequest", async (request, reply) => {
    const { method, originalUrl: url, headers } = request;
    if (isForeign(admitsPage({ method, url: request.url, headers }) ? { host: headers.host } : headers)) {
      await sendRefusal(reply, foreign, headers);
      return;
    }
    const outcome = await lookAt({ method, url, headers }, rules());
    if ("refusal" in outcome) {
      await sendRefusal(reply, outcome.refusal, headers);
      return;
    }
    callers.set(request, outcome.key.principal);
    if ("scope" in outcome) {
      unhashed.set(request, outcome);
    }
  });
  app.addHook("preParsing", async (request, reply, payload) => {
    const claim = unhashed.get(request);
    if (!claim) {
      return payload;
    }
    // Of services whose bodies are small: S3's clients send the hash.
    const body = await buffer(payload);
    const { method, originalUrl: url, headers } = request;
    const payloadHash = sha256Hex(body);
    if (!(await isSigned({ method, url, headers }, claim, payloadHash))) {
      await sendRefusal(reply, refusalOf({ problem: "mismatch" }), headers);
    }
    return Readable.from(body.length === 0 ? [] : [body]);
  });
}

const foreign: Refusal = { statusCode: 403, code: "AccessDenied", message: foreignMessage };

/**
 * Returns why a request is refused, what is left to verify of one whose body must be read first, or the key
 * of one that may pass.
 */
async function lookAt(
  request: Request,
  rules: SignatureRules,
): Promise<{ refusal: Refusal } | Claim | { key: AccessKey }> {
  const { headers, url } = request;
  try {
    if (isSignedLink(url)) {
      return await readLink(request, rules);
    }
    const anonymous = headers.authorization === undefined && refuseAnonymousOverride(url);
    if (anonymous) {
      return { refusal: anonymous };
    }
    const claim = readClaim(request, rules, servicesOf(request));
    if ("problem" in claim) {
      return { refusal: refusalOf(claim) };
    }
    const payloadHash = headers["x-amz-content-sha256"];
    if (payloadHash === undefined) {
      return claim;
    }
    const signed = await isSigned(request, claim, String(payloadHash));
    return signed ? { key: claim.key } : { refusal: refusalOf({ problem: "mismatch" }) };
  } catch (error) {
    if (!(error instanceof URIError)) {
      throw error;
    }
    const message = "Couldn't parse the specified URI.";
    return { refusal: { statusCode: 400, code: "InvalidURI", message } };
  }
}

/**
 * Returns the services that a request can be for, by what distinguishes them here: they share one address.
 */
function servicesOf({ method, url, headers }: Request): string[] {
  const isForm = (headers["content-type"] ?? "").includes("application/x-www-form-urlencoded");
  if (method !== "POST" || url !== "/") {
    return ["s3"];
  }
  return isForm ? ["sns", "sqs"] : ["sqs"];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function refusalOf(distrust: Distrust): Refusal {
  switch (distrust.problem) {
    case "missing":
      return { statusCode: 403, code: "AccessDenied", message: "Access Denied" };
    case "malformed":
      return { statusCode: 400, code: "AuthorizationHeaderMalformed", message: distrust.message };
    case "unknown-key":
      return unknownKey(distrust.problem, distrust.accessKeyId);
    case "wrong-token":
    case "expired-token":
      return unknownKey(distrust.problem, "");
    case "wrong-scope":
      return {
        statusCode: 400,
        code: "AuthorizationHeaderMalformed",
        message: `The authorization header is malformed; ${distrust.message}`,
      };
    case "skewed":
      return {
        statusCode: 403,
        code: "RequestTimeTooSkewed",
        message: "The difference between the request time and the current time is too large.",
        details: { RequestTime: distrust.date },
      };
    case "unsigned-headers":
      return {
        statusCode: 403,
        code: "AccessDenied",
        message: "There were headers present in the request which were not signed",
        details: { HeadersNotSigned: distrust.names.join(", ") },
      };
    case "mismatch":
      return {
        statusCode: 403,
        code: "SignatureDoesNotMatch",
        message:
          "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
      };
  }
}
