import { SqlError } from "./errors.ts";
import type { Storage } from "./storage.ts";

/** What the warehouse can do as a role. */
export type ActingRole = {
  storage: Storage;
  /**
   * Asked before a call of the Glue Data Catalog (`GetTable`). Throws for one that the role may not make.
   */
  authorizeCatalog: (action: string, on: { database: string; table?: string }) => void;
};

/** Returns what is done by the roles of a statement or a schema, of which the last acts. */
export type ActAs = (iamRoleArns: readonly string[]) => ActingRole;

/**
 * Returns how roles act, by how one does. Throws `insufficient_privilege`, in the words of who refused, for a
 * call of the catalog that a role may not make.
 */
export function actingRoles(
  storage: Storage,
  actAs: ((iamRoleArn: string) => ActingRole) | undefined,
): ActAs {
  return (iamRoleArns) => {
    const last = iamRoleArns.at(-1);
    if (!actAs || last === undefined) {
      return { storage, authorizeCatalog: () => undefined };
    }
    const role = actAs(last);
    return {
      storage: role.storage,
      authorizeCatalog: (action, on) => {
        try {
          role.authorizeCatalog(action, on);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          throw new SqlError("insufficient_privilege", message, { cause: error });
        }
      },
    };
  };
}
