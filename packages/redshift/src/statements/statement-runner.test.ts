import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { failUnfinished } from "./statement-runner.ts";
import type { StatementRecord } from "./statement-record.ts";
import { StatementStore } from "./statement-store.ts";

function record(
  id: string,
  status: StatementRecord["status"],
  subStatements?: StatementRecord["subStatements"],
): StatementRecord {
  return {
    id,
    sql: "SELECT 1",
    status,
    createdAt: 1,
    updatedAt: 1,
    resultRows: -1,
    resultSize: -1,
    hasResultSet: false,
    redshiftQueryId: 1,
    workgroup: "w",
    workgroupArn: "arn:w",
    workgroupDatabase: "d",
    database: "d",
    withEvent: false,
    resultFormat: "JSON",
    parameters: [],
    redshiftPid: 1,
    subStatements,
  };
}

it("fails what a killed process left, with the statements of its batches, and nothing else", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-store-"));
  const before = new StatementStore(directory);
  before.save(record("finished", "FINISHED"));
  before.save(record("waiting", "SUBMITTED"));
  before.save(record("batch", "STARTED", [record("batch:1", "FINISHED"), record("batch:2", "STARTED")]));
  before.close();
  const store = new StatementStore(directory);
  failUnfinished(store, { now: () => 5 });
  const failed = {
    status: "FAILED",
    error: "ERROR: The warehouse ended while the statement ran",
    updatedAt: 5,
  };
  expect(store.find("finished")).toMatchObject({ status: "FINISHED", updatedAt: 1 });
  expect(store.find("waiting")).toMatchObject(failed);
  expect(store.find("batch")).toMatchObject({ ...failed, subStatements: [{ status: "FINISHED" }, failed] });
  store.close();
  await rm(directory, { recursive: true });
});

it("forgets old statements with their results, those of a batch's statements too", async () => {
  const directory = await mkdtemp(path.join(tmpdir(), "ashiato-store-"));
  const store = new StatementStore(directory);
  const id = "00000000-0000-0000-0000-000000000001";
  store.save(record(id, "FINISHED"));
  store.savePage(`${id}:1`, 0, "[]");
  store.deleteBefore(1);
  expect(store.findPage(`${id}:1`, 0)).toEqual([]);
  store.deleteBefore(2);
  expect(store.findPage(`${id}:1`, 0)).toBeUndefined();
  expect(store.find(id)).toBeUndefined();
  store.close();
  await rm(directory, { recursive: true });
});
