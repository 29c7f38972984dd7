import type { buildApp } from "fauxqs";
import { z } from "zod";

export type FauxqsApp = ReturnType<typeof buildApp>;
export type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>["stores"]>;

/** What S3's store writes to. */
export type S3Persistence = NonNullable<Stores["s3Store"]["persistence"]>;
export type S3Object = Parameters<S3Persistence["upsertObject"]>[1];
export type S3Upload = Parameters<S3Persistence["insertMultipartUpload"]>[0];
export type S3Part = Parameters<S3Persistence["upsertMultipartPart"]>[1];

type ChecksumAlgorithm = NonNullable<S3Object["checksumAlgorithm"]>;

type Message = Parameters<NonNullable<ReturnType<Stores["sqsStore"]["getQueueByArn"]>>["enqueue"]>[0];
type CreateMessage = (body: string, attributes: Message["messageAttributes"]) => Message;

type MessagePersistence = NonNullable<Stores["sqsStore"]["persistence"]>;

/**
 * The modules of fauxqs that its `startFauxqs` puts together, and that it does not export. The local storage
 * needs
 * - the stores, to build the app with its own persistence and to keep what fauxqs does not know of,
 * - a new message, as a moved dead letter is,
 * - the persistence of queues and topics, to load them, and its database, which fauxqs keeps private, to say
 *   how SQLite waits for the disk,
 * - S3's error, which its routes answer as S3 does, and the checksum of a multipart upload,
 * - SNS's filter policies, which its own deliveries to queues are held to.
 */
export type FauxqsParts = {
  SqsStore: (new () => Stores["sqsStore"]) & { createMessage: CreateMessage };
  SnsStore: new () => Stores["snsStore"];
  S3Store: new () => Stores["s3Store"];
  PersistenceManager: new (directory: string) => MessagePersistence;
  /** An error that S3 answers: code, message, HTTP status. */
  S3Error: new (code: string, message: string, statusCode: number) => Error;
  computeCompositeChecksum: (algorithm: ChecksumAlgorithm, partChecksums: string[]) => string;
  matchesFilterPolicy: (policy: object, attributes: Message["messageAttributes"]) => boolean;
  matchesFilterPolicyOnBody: (policy: object, body: string) => boolean;
};

/** Returns a class whose instances have the methods, which is all that can be seen of it. */
function classWith<Class>(...methods: string[]): z.ZodType<Class> {
  return z.custom<Class>(
    (value) =>
      typeof value === "function" &&
      methods.every((method) => typeof Reflect.get(Object(value.prototype), method) === "function"),
    `must be a class with the methods ${methods.join(", ")}`,
  );
}

function functionOf<Function>(): z.ZodType<Function> {
  return z.custom<Function>((value) => typeof value === "function", "must be a function");
}

const partsSchema: z.ZodType<FauxqsParts> = z.object({
  SqsStore: classWith<FauxqsParts["SqsStore"]>("allQueues", "createQueue", "getQueueByArn"),
  SnsStore: classWith<FauxqsParts["SnsStore"]>("createTopic"),
  S3Store: classWith<FauxqsParts["S3Store"]>("putObject", "restoreObject", "restoreMultipartUpload"),
  PersistenceManager: classWith<FauxqsParts["PersistenceManager"]>("loadSqsAndSns", "close"),
  S3Error: classWith<FauxqsParts["S3Error"]>("toXml"),
  computeCompositeChecksum: functionOf<FauxqsParts["computeCompositeChecksum"]>(),
  matchesFilterPolicy: functionOf<FauxqsParts["matchesFilterPolicy"]>(),
  matchesFilterPolicyOnBody: functionOf<FauxqsParts["matchesFilterPolicyOnBody"]>(),
});

const files = [
  "sqs/sqsStore.js",
  "sns/snsStore.js",
  "sns/filter.js",
  "s3/s3Store.js",
  "s3/checksum.js",
  "persistence.js",
  "common/errors.js",
];

const databaseSchema = z.object({
  db: z.custom<{ exec: (sql: string) => void }>(
    (value) => typeof Object(value).exec === "function",
    "must have the method exec",
  ),
});

/** Runs a statement in the database of queues and topics. Throws a ZodError if it is not where it was. */
export function tuneDatabase(messages: MessagePersistence, pragma: string): void {
  databaseSchema.parse(messages).db.exec(pragma);
}

/** Throws a ZodError naming the part that this version of fauxqs does not have. */
export async function loadParts(): Promise<FauxqsParts> {
  const main = import.meta.resolve("fauxqs");
  const modules: unknown[] = await Promise.all(files.map((file) => import(new URL(file, main).href)));
  return partsSchema.parse(Object.assign({}, ...modules));
}
