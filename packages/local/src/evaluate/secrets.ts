import { randomBytes } from "node:crypto";

/** How `sst.Secret` finds the value of a secret: the SST binary puts it there. */
const prefix = "SST_SECRET_";

/**
 * Returns the environment in which the program runs. A secret has its value from the environment, otherwise
 * from `known`, otherwise a generated one. `asked` collects every secret that the program uses.
 */
export function withSecrets(
  environment: NodeJS.ProcessEnv,
  known: Record<string, string>,
  asked: Record<string, string>,
): NodeJS.ProcessEnv {
  return new Proxy(environment, {
    get(target, name, receiver) {
      if (typeof name !== "string" || !name.startsWith(prefix)) {
        return Reflect.get(target, name, receiver) as unknown;
      }
      const secret = name.slice(prefix.length);
      asked[secret] ??= target[name] ?? known[secret] ?? randomBytes(24).toString("base64url");
      return asked[secret];
    },
  });
}
