import { createHmac, timingSafeEqual } from "node:crypto";
import type { Principal } from "@ashiato/iam/request";
import type { Credentials } from "./signature-version-4.ts";

/** Credentials of a role's session: short-lived on AWS, for one stage here. */
export type SessionCredentials = Credentials & {
  sessionToken: string;
  /** An SDK client renews them in time. */
  expiration: Date;
};

/** The holder of the credentials with which a request is signed. */
export type AccessKey = { principal: Principal; credentials: Credentials };

/**
 * Returns the key that a request names by its id and session token; otherwise the reason why it has no key.
 */
export type FindAccessKey = (given: {
  accessKeyId: string;
  sessionToken: string | undefined;
}) => AccessKey | "unknown-key" | "wrong-token" | "expired-token";

/** A session as its token names it, and when it ends, in milliseconds since 1970. */
export type NamedSession = { roleName: string; sessionName: string; ends: number };

/**
 * Returns the credentials of a role's session. All of them follow from the stage's own secret, so that
 * sessions need not be stored, and their signatures stay valid after a restart of the stage, until the
 * session ends.
 */
export function sessionCredentials(session: NamedSession, stageSecret: string): SessionCredentials {
  const { roleName, sessionName, ends } = session;
  const named = Buffer.from(JSON.stringify([roleName, sessionName, ends])).toString("base64url");
  const sessionToken = `${named}.${digest(stageSecret, `token ${named}`).toString("base64url")}`;
  const id = digest(stageSecret, `id ${named}`).toString("hex").toUpperCase();
  return {
    // The ids of temporary keys on AWS begin with these letters:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    accessKeyId: `ASIA${id.slice(0, 16)}`,
    secretAccessKey: digest(stageSecret, `secret ${named}`).toString("base64url"),
    sessionToken,
    expiration: new Date(ends),
  };
}

/** Returns the session that a token names, or undefined for a token that this stage did not make. */
export function sessionOfToken(sessionToken: string, stageSecret: string): NamedSession | undefined {
  const [named = "", mac = ""] = sessionToken.split(".");
  const expected = digest(stageSecret, `token ${named}`);
  const given = Buffer.from(mac, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    return undefined;
  }
  const [roleName, sessionName, ends]: [string, string, number] = JSON.parse(
    Buffer.from(named, "base64url").toString(),
  );
  return { roleName, sessionName, ends };
}

function digest(secret: string, text: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}
