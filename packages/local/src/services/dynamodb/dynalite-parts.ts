import { z } from "zod";

/** A value in the form of DynamoDB's API: `{ "S": "text" }`. */
type AttributeValue = Readonly<Record<string, unknown>>;

export type Item = Readonly<Record<string, AttributeValue>>;

type Done<Value = unknown> = (error: unknown, value?: Value) => void;

/** The rows of a table or of an index, by their encoded keys. */
export type Rows = {
  get: (key: string, done: Done<Item>) => void;
  put: (key: string, value: Item, done: Done) => void;
  del: (key: string, done: Done) => void;
  lock: unknown;
};

export type RowChange = { type: "put"; key: string; value: Item } | { type: "del"; key: string };

/** What dynalite keeps in one LevelDB: descriptions of tables, their items, and the entries of indexes. */
export type Store = {
  tableDb: { awsAccountId: string; awsRegion: string };
  getItemDb: (table: string) => Rows;
  getIndexDb: (kind: string, table: string, index: string) => Rows;
  db: {
    open: () => Promise<void>;
    close: () => Promise<void>;
    get: (key: string) => Promise<unknown>;
    put: (key: string, value: unknown) => Promise<void>;
    del: (key: string) => Promise<void>;
    batch: (changes: RowChange[]) => Promise<void>;
    iterator: (range: { gte: string; lt: string }) => AsyncIterable<[string, Item]>;
  };
};

/** One action, with the types of its members and the rules of its values. */
type DynaliteAction = {
  run: (store: Store, data: object, done: Done<object>) => void;
  types: Readonly<Record<string, unknown>>;
  custom?: unknown;
};

/**
 * The modules of dynalite that its HTTP server combines. The stage has its own server, which checks
 * signatures and permissions, and adds what dynalite lacks.
 */
export type DynaliteParts = {
  /** `path`, and how long tables are being created, deleted and changed: dynalite's README names them. */
  createStore: (options: Readonly<Record<string, string | number>>) => Store;
  /** Returns the members that have a type, each as the type has it. Throws for another. */
  checkTypes: (data: object, types: object) => object;
  /** Throws for a value that breaks a rule; reads the expressions into the data. */
  // oxlint-disable-next-line max-params
  checkValidations: (data: object, types: object, custom: unknown, store: Store) => void;
  actions: Readonly<Record<string, DynaliteAction>>;
};

/** The actions that dynalite has. */
const actionNames = [
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "ListTagsOfResource",
  "PutItem",
  "Query",
  "Scan",
  "TagResource",
  "UntagResource",
  "UpdateItem",
  "UpdateTable",
];

function callable<Type>(): z.ZodType<Type> {
  return z.custom<Type>((value) => typeof value === "function", "must be a function");
}

const moduleOf = <Shape extends z.ZodType>(shape: Shape) => z.object({ default: shape });
const database = moduleOf(z.object({ create: callable<DynaliteParts["createStore"]>() }));
const validations = moduleOf(
  z.object({
    checkTypes: callable<DynaliteParts["checkTypes"]>(),
    checkValidations: callable<DynaliteParts["checkValidations"]>(),
  }),
);
const action = moduleOf(callable<DynaliteAction["run"]>());
const rules = moduleOf(
  z.object({ types: z.record(z.string(), z.unknown()), custom: z.unknown().optional() }),
);

/** Throws a ZodError naming the part that this version of dynalite does not have. */
export async function loadDynalite(): Promise<DynaliteParts> {
  const main = import.meta.resolve("dynalite");
  const load = async (file: string): Promise<unknown> => import(new URL(file, main).href);
  const actions = actionNames.map(async (name): Promise<[string, DynaliteAction]> => {
    const file = `${name.charAt(0).toLowerCase()}${name.slice(1)}.js`;
    const run = action.parse(await load(`actions/${file}`)).default;
    const { types, custom } = rules.parse(await load(`validations/${file}`)).default;
    return [name, { run, types, custom }];
  });
  const { create } = database.parse(await load("db/index.js")).default;
  return {
    createStore: create,
    ...validations.parse(await load("validations/index.js")).default,
    actions: Object.fromEntries(await Promise.all(actions)),
  };
}
