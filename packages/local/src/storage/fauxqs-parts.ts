import type { buildApp } from "fauxqs";

export type FauxqsApp = ReturnType<typeof buildApp>;

export type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;

type Persistence = { close: () => void };

type MessagePersistence = Persistence & {
  db: { exec: (sql: string) => void };
  loadSqsAndSns: (sqs: Stores["sqsStore"], sns: Stores["snsStore"]) => void;
};

/** The modules of fauxqs that its `startFauxqs` puts together. */
export type FauxqsParts = {
  SqsStore: new () => Stores["sqsStore"];
  SnsStore: new () => Stores["snsStore"];
  S3Store: new () => Stores["s3Store"];
  /** An error that S3 answers: code, message, HTTP status. */
  S3Error: new (code: string, message: string, statusCode: number) => Error;
  PersistenceManager: new (directory: string) => MessagePersistence;
  FileS3Persistence: new (directory: string) => Persistence & { loadS3: (s3: Stores["s3Store"]) => void };
};

export async function loadParts(): Promise<FauxqsParts> {
  const files = [
    "sqs/sqsStore.js",
    "sns/snsStore.js",
    "s3/s3Store.js",
    "common/errors.js",
    "persistence.js",
    "s3/fileS3Persistence.js",
  ];
  const main = import.meta.resolve("fauxqs");
  const modules = await Promise.all(files.map((file) => import(new URL(file, main).href) as Promise<object>));
  return Object.assign({}, ...modules) as FauxqsParts;
}
