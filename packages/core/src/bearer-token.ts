import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Returns the token of an Authorization header: `Bearer TOKEN`, or the password of `Basic`, for phone apps
 * that can send nothing else; undefined for any other header.
 * https://www.rfc-editor.org/rfc/rfc6750#section-2.1 https://www.rfc-editor.org/rfc/rfc7617#section-2
 */
export function presentedToken(authorization: string): string | undefined {
  const [, scheme = "", credentials = ""] = /^(\w+) +([\w.~+/=-]+) *$/.exec(authorization) ?? [];
  switch (scheme.toLowerCase()) {
    case "bearer":
      return credentials;
    case "basic": {
      const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(credentials, "base64").toString("utf8")) ?? [];
      return password;
    }
    default:
      return undefined;
  }
}

/**
 * URL parameters that hold a token: that of https://www.rfc-editor.org/rfc/rfc6750#section-2.3, and a short
 * one for URLs that are typed in.
 */
export const tokenParameters: ReadonlySet<string> = new Set(["access_token", "token"]);

/**
 * Returns the token in a URL's query; undefined if it has none. API Gateway joins repeated parameters by
 * commas, so a token that is sent twice is not valid.
 */
export function tokenOfQuery(query: Record<string, string | undefined>): string | undefined {
  return [...tokenParameters].map((name) => query[name]).find((token) => token !== undefined);
}

/**
 * Returns whether a token is one of the valid ones; an empty token never is. The time taken reveals nothing
 * about them: compares hashes of equal length, and always with all of them.
 */
export function isValidToken(presented: string, valid: readonly string[]): boolean {
  const digest = sha256(presented);
  const matches = valid.filter((token) => timingSafeEqual(digest, sha256(token)) && token !== "");
  return presented !== "" && matches.length > 0;
}

/**
 * Returns the name of a token, by which one that was replaced is known from its successor: it says nothing of
 * a token that is random.
 */
export function tokenIdOf(token: string): string {
  return sha256(token).toString("hex").slice(0, 12);
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
