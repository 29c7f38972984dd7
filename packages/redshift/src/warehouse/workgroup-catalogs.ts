import type { StatementStore } from "../statements/statement-store.ts";
import { alterCatalog, type Definition } from "../ddl/alter-catalog.ts";
import { emptyCatalog, type Catalog } from "../catalog/catalog.ts";
import { declaredCatalog, type DeclaredCatalog } from "../catalog/declared-catalog.ts";

/** The Glue databases are the account's: every workgroup sees them. They are kept under a name that no workgroup can have. */
const accountWide = "*";

/** The current catalog of every workgroup, kept in the store. A change is made in one step and is kept before the next begins. */
export class WorkgroupCatalogs {
  readonly #store: StatementStore;
  #databases: Catalog["databases"];
  readonly #workgroups = new Map<string, Omit<Catalog, "databases">>();

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

  get(workgroup: string): Catalog {
    const own = this.#workgroups.get(workgroup) ?? { externalSchemas: {}, views: [] };
    return { databases: this.#databases, ...own };
  }

  /** Carries out definitions, all or none. Throws a `SqlError` under the rule that refuses one. */
  define(workgroup: string, definitions: readonly Definition[]): void {
    if (definitions.length === 0) return;
    this.#keep(workgroup, definitions.reduce(alterCatalog, this.get(workgroup)));
  }

  #keep(workgroup: string, { databases, ...own }: Catalog): void {
    this.#databases = databases;
    this.#workgroups.set(workgroup, own);
    this.#store.saveCatalog(accountWide, { ...emptyCatalog, databases });
    this.#store.saveCatalog(workgroup, { databases: {}, ...own });
  }
}

export type DeclaredByWorkgroup = {
  databases: DeclaredCatalog["databases"];
  externalSchemas: (DeclaredCatalog["externalSchemas"][number] & { workgroup: string })[];
};
