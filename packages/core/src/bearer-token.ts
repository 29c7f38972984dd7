import { createHash, timingSafeEqual } from "node:crypto";

/**
 * Returns the token of an Authorization header: `Bearer TOKEN`, or the password of `Basic`, for phones whose
 * app can send nothing else. Undefined for any other. https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 * https://www.rfc-editor.org/rfc/rfc7617#section-2
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
 * Parameters of a URL that hold a token: https://www.rfc-editor.org/rfc/rfc6750#section-2.3, and the short
 * word for apps whose URL is typed.
 */
export const tokenParameters: ReadonlySet<string> = new Set(["access_token", "token"]);

/**
 * Returns the token of a URL's query; undefined where it has none. API Gateway joins parameters of one name
 * by commas, so a token that is sent twice is not one.
 */
export function tokenOfQuery(query: Record<string, string | undefined>): string | undefined {
  return [...tokenParameters].map((name) => query[name]).find((token) => token !== undefined);
}

/**
 * Returns whether a token is one of the valid ones; an empty text is never valid. The time taken reveals
 * nothing about them: hashes of equal length are compared, and always with all of them.
 */
export function isValidToken(presented: string, valid: readonly string[]): boolean {
  const digest = sha256(presented);
  const matches = valid.filter((token) => timingSafeEqual(digest, sha256(token)) && token !== "");
  return presented !== "" && matches.length > 0;
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
