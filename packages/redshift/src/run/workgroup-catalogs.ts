import type { StatementStore } from "../statements/statement-store.ts";
import { alterCatalog, type Definition } from "../ddl/alter-catalog.ts";
import { emptyCatalog, type Catalog, type TemporaryTables } from "../catalog/catalog.ts";
import { declaredCatalog, type DeclaredCatalog } from "../catalog/declared-catalog.ts";

/**
 * The Glue databases are the account's: every workgroup sees them. They are kept under a name that no
 * workgroup can have.
 */
const accountWide = "*";

/**
 * The current catalog of every workgroup, kept in the store. A change is made in one step and is kept before
 * the next begins.
 */
export class WorkgroupCatalogs {
  readonly #store: StatementStore;
  #databases: Catalog["databases"];
  readonly #workgroups = new Map<string, Catalog>();

  /** Throws a `SqlError` for a declared table that this warehouse cannot read. */
  constructor(store: StatementStore, workgroups: readonly string[], declared: DeclaredByWorkgroup) {
    this.#store = store;
    const keptDatabases = store.findCatalog(accountWide)?.databases ?? {};
    this.#databases = keptDatabases;
    for (const workgroup of workgroups) {
      const kept = { ...emptyCatalog, ...store.findCatalog(workgroup), databases: keptDatabases };
      const externalSchemas = declared.externalSchemas.filter((schema) => schema.workgroup === workgroup);
      const catalog = declaredCatalog({ databases: declared.databases, externalSchemas }, kept);
      this.#keep(workgroup, catalog);
    }
  }

  /** Returns a workgroup's catalog as a session sees it. */
  get(workgroup: string, { temporary }: TemporaryTables): Catalog {
    const own = this.#workgroups.get(workgroup) ?? emptyCatalog;
    return { ...own, databases: this.#databases, temporary };
  }

  /**
   * Carries out all of a session's definitions or none of them. Throws a `SqlError` under the rule that
   * refuses one.
   */
  define(workgroup: string, session: TemporaryTables, definitions: readonly Definition[]): void {
    if (definitions.length === 0) {
      return;
    }
    const catalog = definitions.reduce(alterCatalog, this.get(workgroup, session));
    session.temporary = catalog.temporary;
    this.#keep(workgroup, catalog);
  }

  /** Returns the files that hold rows of tables of any workgroup. */
  tableFiles(): string[] {
    return this.#store
      .catalogs()
      .flatMap(({ schemas }) =>
        Object.values(schemas).flatMap((tables) => Object.values(tables).flatMap(({ files }) => files)),
      );
  }

  #keep(workgroup: string, catalog: Catalog): void {
    const own = { ...catalog, databases: {}, temporary: {} };
    this.#databases = catalog.databases;
    this.#workgroups.set(workgroup, own);
    this.#store.saveCatalog(accountWide, { ...emptyCatalog, databases: catalog.databases });
    this.#store.saveCatalog(workgroup, own);
  }
}

export type DeclaredByWorkgroup = {
  databases: DeclaredCatalog["databases"];
  externalSchemas: (DeclaredCatalog["externalSchemas"][number] & { workgroup: string })[];
};
