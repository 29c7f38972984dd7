import { mkdir } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { behaveAsRedshift } from "./behave-as-redshift.ts";
import { quoteLiteral } from "../sql/quote.ts";

/** Where one statement's query runs. */
export type Sandbox = {
  connection: DuckDBConnection;
  close(): void;
};

export type SandboxLimits = {
  /** DuckDB's memory limit, as DuckDB writes it: `4GB`. Beyond it DuckDB writes to disk. */
  memory: string;
  threads: number;
};

/**
 * Opens a DuckDB that can open the given files and what is in the working directory, and nothing else: no
 * other file, no network, no extension, no setting. Each statement has its own, so that one statement's files
 * are out of another's reach.
 * https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export async function openSandbox({
  files,
  workDirectory,
  limits,
}: {
  files: readonly string[];
  workDirectory: string;
  limits: SandboxLimits;
}): Promise<Sandbox> {
  const spill = path.join(workDirectory, "spill");
  await mkdir(spill, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(limits.threads),
    memory_limit: limits.memory,
    temp_directory: spill,
  });
  const connection = await instance.connect();
  const settings = [
    `allowed_paths = [${files.map(quoteLiteral).join(", ")}]`,
    `allowed_directories = [${quoteLiteral(`${workDirectory}/`)}]`,
  ];
  for (const setting of settings) {
    await connection.run(`SET ${setting}`);
  }
  await behaveAsRedshift(connection);
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
