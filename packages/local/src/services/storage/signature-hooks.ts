import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
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
import { escapeXml, type Refusal, refusalXml } from "./refusal.ts";
import { isSignedLink, refuseLink } from "./s3/signed-link.ts";

type Request = { method: string; url: string; headers: Parameters<typeof isForeign>[0] };

/**
 * Admits to S3, SQS and SNS only requests signed with the stage's access key, by the Authorization header or
 * in the query, and no web page of somebody else even so, but for one that the bucket's own rules let in.
 * Checked before any of the body is read; a body whose hash no header states is read first, and then checked
 * against the signature.
 */
export function addSignatureHooks(
  app: FauxqsApp,
  rules: () => SignatureRules,
  admitsPage: (request: Request) => boolean,
): void {
  const unhashed = new WeakMap<object, Claim>();
  app.addHook("onRequest", async (request, reply) => {
    const { method, originalUrl: url, headers } = request;
    const isForeignPage = isForeign(
      admitsPage({ method, url: request.url, headers }) ? { host: headers.host } : headers,
    );
    const outcome = isForeignPage ? foreign : await lookAt({ method, url, headers }, rules());
    if (outcome === undefined) {
      return;
    }
    if ("scope" in outcome) {
      unhashed.set(request, outcome);
    } else {
      await send(reply, outcome, headers);
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
    const { credentials } = rules();
    if (!(await isSigned({ method, url, headers }, claim, { credentials, payloadHash }))) {
      await send(reply, refusalOf({ problem: "mismatch" }), headers);
    }
    return Readable.from(body.length === 0 ? [] : [body]);
  });
}

const foreign: Refusal = { statusCode: 403, code: "AccessDenied", message: foreignMessage };

/**
 * Answers in the form of the service that was asked: AWS JSON for SQS, the Query protocol for SNS, S3's XML.
 */
async function send(
  reply: { status: (code: number) => { type: (type: string) => { send: (body: string) => unknown } } },
  refusal: Refusal,
  headers: Request["headers"],
): Promise<void> {
  const { statusCode, code, message } = refusal;
  const type = headers["content-type"] ?? "";
  const answer = reply.status(statusCode);
  if (type.includes("application/x-amz-json-1.0")) {
    await answer.type("application/x-amz-json-1.0").send(JSON.stringify({ __type: code, message }));
    return;
  }
  const xml = type.includes("application/x-www-form-urlencoded")
    ? `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error></ErrorResponse>`
    : refusalXml(refusal);
  await answer.type("application/xml").send(xml);
}

/**
 * Returns why a request is refused, what is left to verify of one whose body must be read first, or undefined
 * for one that may pass.
 */
async function lookAt(request: Request, rules: SignatureRules): Promise<Refusal | Claim | undefined> {
  const { headers, url } = request;
  try {
    if (isSignedLink(url)) {
      return await refuseLink(request, rules);
    }
    const anonymous = headers.authorization === undefined && refuseAnonymousOverride(url);
    if (anonymous) {
      return anonymous;
    }
    const claim = readClaim(request, rules, servicesOf(request));
    if ("problem" in claim) {
      return refusalOf(claim);
    }
    const payloadHash = headers["x-amz-content-sha256"];
    if (payloadHash === undefined) {
      return claim;
    }
    const { credentials } = rules;
    const signed = await isSigned(request, claim, { credentials, payloadHash: String(payloadHash) });
    return signed ? undefined : refusalOf({ problem: "mismatch" });
  } catch (error) {
    if (!(error instanceof URIError)) {
      throw error;
    }
    return { statusCode: 400, code: "InvalidURI", message: "Couldn't parse the specified URI." };
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
  return isForm ? ["sns", "sts", "sqs"] : ["sqs"];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function refusalOf(distrust: Distrust): Refusal {
  switch (distrust.problem) {
    case "missing":
      return { statusCode: 403, code: "AccessDenied", message: "Access Denied" };
    case "malformed":
      return { statusCode: 400, code: "AuthorizationHeaderMalformed", message: distrust.message };
    case "unknown-key":
      return {
        statusCode: 403,
        code: "InvalidAccessKeyId",
        message: "The AWS Access Key Id you provided does not exist in our records.",
        details: { AWSAccessKeyId: distrust.accessKeyId },
      };
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
