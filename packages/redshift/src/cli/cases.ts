import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { openWarehouse } from "../service.ts";
import { folderStorage, type FolderStorage } from "./folder-storage.ts";

const bucket = "lake";
const iamRoleArn = "arn:aws:iam::000000000000:role/warehouse";
const workgroup = {
  name: "cases",
  arn: "arn:aws:redshift-serverless:us-east-1:000000000000:workgroup/cases",
  database: "ashiato",
};

const field = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const sqlCase = z.object({
  id: z.string(),
  kind: z.string().optional(),
  /** One statement, or several of which the last one is compared. */
  sql: z.union([z.string(), z.array(z.string())]).transform((sql) => [sql].flat()),
  /** Bodies of objects of the bucket `lake`, by key. */
  put: z.record(z.string(), z.string()).default({}),
  expected: z.union([z.array(z.array(field)), z.string()]),
  /** A prefix of the bucket `lake`: what is below it is shown afterwards. */
  show: z.string().optional(),
});

type SqlCase = z.infer<typeof sqlCase>;

/** What the last statement of a case came to. */
type Result = {
  status: string;
  error?: string | undefined;
  columns?: { name: string; type: string }[];
  rows?: (string | number | boolean | null)[][];
  files?: Record<string, string>;
};

/** `ok` is null when `expected` is a text that only a person can judge. */
export type CaseOutcome = Result & { id: string; ok: boolean | null };

/**
 * Runs the SQL cases of a file, one JSON object a line, each in a warehouse of its own with the external
 * schema `lake`. The statements and objects of the cases of kind `setup` come first in every warehouse.
 * Throws a ZodError for a line that is not a case.
 */
export async function* runCases(file: string): AsyncGenerator<CaseOutcome> {
  const setups: SqlCase[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line.trim() === "") {
      continue;
    }
    const read = sqlCase.parse(JSON.parse(line));
    if (read.kind === "setup") {
      setups.push(read);
    }
    const steps = read.kind === "setup" ? setups : [...setups, read];
    const result = await runSteps(steps, read.show);
    yield { id: read.id, ok: agrees(result, read.expected), ...result };
  }
}

async function runSteps(steps: readonly SqlCase[], show: string | undefined): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-cases-"));
  const storage = folderStorage(path.join(directory, "s3"));
  const warehouse = await openWarehouse({
    region: "us-east-1",
    accountId: "000000000000",
    workgroups: [workgroup],
    catalog: { databases: [{ name: "cases", tables: [] }] },
    externalSchemas: [{ workgroup: workgroup.name, schema: "lake", glueDatabase: "cases", iamRoleArn }],
    iamRoles: [iamRoleArn],
    storage,
    clock: { now: Date.now },
    directory: path.join(directory, "warehouse"),
  });
  const call = async (action: string, input: object): Promise<unknown> =>
    warehouse.service.actions[action]?.(input, { signal: new AbortController().signal });
  try {
    let result: Result = { status: "NOT RUN" };
    for (const { sql, put } of steps) {
      for (const [key, body] of Object.entries(put)) {
        await storage.write(bucket, key, body);
      }
      for (const text of sql) {
        result = await runStatement(text, call);
        if (result.status !== "FINISHED") {
          return result;
        }
      }
    }
    return show === undefined ? result : { ...result, files: await filesBelow(show, storage) };
  } finally {
    await warehouse.close();
    await rm(directory, { recursive: true, force: true });
  }
}

const description = z.object({
  Id: z.string(),
  Status: z.string(),
  Error: z.string().optional(),
  HasResultSet: z.boolean(),
});

const page = z.object({
  ColumnMetadata: z.array(z.object({ name: z.string(), typeName: z.string() })),
  Records: z.array(z.array(z.record(z.string(), field))),
  NextToken: z.string().optional(),
});

async function runStatement(
  Sql: string,
  call: (action: string, input: object) => Promise<unknown>,
): Promise<Result> {
  const to = { WorkgroupName: workgroup.name, Database: workgroup.database };
  let described = description
    .partial({ HasResultSet: true })
    .parse(await call("ExecuteStatement", { ...to, Sql }));
  while (!["FINISHED", "FAILED", "ABORTED"].includes(described.Status)) {
    described = description.parse(await call("DescribeStatement", { Id: described.Id, WaitTimeSeconds: 30 }));
  }
  const { Id, Status: status, Error: error, HasResultSet } = described;
  if (status !== "FINISHED" || HasResultSet !== true) {
    return { status, error };
  }
  const rows: NonNullable<Result["rows"]> = [];
  let columns: NonNullable<Result["columns"]> = [];
  let NextToken: string | undefined;
  do {
    const read = page.parse(await call("GetStatementResult", { Id, NextToken }));
    columns = read.ColumnMetadata.map(({ name, typeName }) => ({ name, type: typeName }));
    for (const record of read.Records) {
      rows.push(record.map(plain));
    }
    ({ NextToken } = read);
  } while (NextToken !== undefined);
  return { status, columns, rows };
}

function plain(value: Record<string, z.infer<typeof field>>): z.infer<typeof field> {
  return value["isNull"] === true ? null : (Object.values(value)[0] ?? null);
}

async function filesBelow(prefix: string, storage: FolderStorage): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const objects of storage.list(bucket, prefix)) {
    for (const { key } of objects) {
      files[key] = await readFile(storage.localPath(bucket, key) ?? "", "utf8");
    }
  }
  return files;
}

/**
 * Rows are compared exactly; a text with the status, the error, the names or types of the columns, or `no
 * object`.
 */
function agrees(result: Result, expected: SqlCase["expected"]): boolean | null {
  if (typeof expected !== "string") {
    return isDeepStrictEqual(result.rows, expected);
  }
  if (expected === "FINISHED") {
    return result.status === "FINISHED";
  }
  if (expected === "no object") {
    return result.status === "FINISHED" && Object.keys(result.files ?? {}).length === 0;
  }
  if (result.error?.includes(expected) === true) {
    return true;
  }
  const columns = result.columns ?? [];
  const texts = [columns.map(({ name }) => name), columns.map(({ type }) => type)];
  return texts.some((words) => words.join(" ") === expected) ? true : null;
}
