import { LocalError } from "../../local-error.ts";

/** Returns the key by which a message asks for a route, or undefined for a message without one. */
export type RouteSelection = (body: string) => string | undefined;

const expression = /^(?:\$request\.body((?:\.[\w-]+)+)|\$\{request\.body((?:\.[\w-]+)+)\})$/;

/** A message cannot ask for a route that the connection's begin and end have for themselves. */
const reserved = new Set(["$connect", "$disconnect"]);

/**
 * Returns how a WebSocket API chooses the route of a message, by an expression such as
 * `$request.body.action`: a member of the message, if that is JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 *
 * Throws LocalError UNSUPPORTED for another expression.
 */
export function readSelection(api: string, text: string): RouteSelection {
  const [, plain, braced] = expression.exec(text) ?? [];
  const path = (plain ?? braced)?.slice(1).split(".");
  if (!path) {
    throw new LocalError(
      "UNSUPPORTED",
      `WebSocket API ${api}: the route selection expression ${text} is not served, only $request.body.<member>`,
    );
  }
  return (body) => {
    const member = memberAt(parsed(body), path);
    const key = typeof member === "number" || typeof member === "boolean" ? String(member) : member;
    return typeof key === "string" && !reserved.has(key) ? key : undefined;
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function memberAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === "object" && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined,
    value,
  );
}
