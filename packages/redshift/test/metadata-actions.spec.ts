import {
  DescribeTableCommand,
  ListDatabasesCommand,
  ListSchemasCommand,
  ListTablesCommand,
} from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addPartition, declared } from "./locations.ts";
import { database as Database, openStage, workgroup, type Stage } from "./stage.ts";

const where = { WorkgroupName: workgroup.name, Database };
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ catalog: declared });
  await stage.finish("CREATE SCHEMA sales");
  await stage.finish(
    "CREATE TABLE sales.orders (id bigint NOT NULL, price numeric(12,2) DEFAULT 0, note varchar(20), flag char(2), at timestamptz)",
  );
  await stage.finish("CREATE TABLE sales.order_lines (id int)");
  await stage.finish("CREATE TABLE gone (a int)");
  await stage.finish("CREATE VIEW broken AS SELECT a FROM public.gone WITH NO SCHEMA BINDING");
  await stage.finish("DROP TABLE gone");
  await stage.finish(
    "CREATE VIEW days AS SELECT dt, COUNT(*) AS reports FROM lake.locations GROUP BY dt WITH NO SCHEMA BINDING",
  );
  // Its files need not exist.
  await stage.finish(addPartition("2026-11-21"));
});

afterAll(async () => {
  await stage.close();
});

// https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ListDatabases.html, API_ListSchemas.html
it("lists the database and its schemas, by a pattern too", async () => {
  expect(await stage.client.send(new ListDatabasesCommand(where))).toMatchObject({ Databases: [Database] });
  const schemas = async (SchemaPattern?: string) =>
    (await stage.client.send(new ListSchemasCommand({ ...where, SchemaPattern }))).Schemas;
  expect(await schemas()).toEqual(["lake", "public", "sales"]);
  expect(await schemas("%l%e%")).toEqual(["lake", "sales"]);
  expect(await schemas("sale_")).toEqual(["sales"]);
  expect(await schemas("sale\\_")).toEqual([]);
});

// https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_ListTables.html
it("lists tables and views by schema and name, page by page", async () => {
  const all = await stage.client.send(new ListTablesCommand(where));
  expect(all.Tables).toEqual([
    { schema: "lake", name: "locations", type: "EXTERNAL TABLE" },
    { schema: "public", name: "broken", type: "VIEW" },
    { schema: "public", name: "days", type: "VIEW" },
    { schema: "sales", name: "order_lines", type: "TABLE" },
    { schema: "sales", name: "orders", type: "TABLE" },
  ]);
  const patterns = { SchemaPattern: "sa%", TablePattern: "order\\_%" };
  const lines = await stage.client.send(new ListTablesCommand({ ...where, ...patterns }));
  expect(lines.Tables?.map(({ name }) => name)).toEqual(["order_lines"]);

  const first = await stage.client.send(new ListTablesCommand({ ...where, MaxResults: 4 }));
  const { NextToken } = first;
  const last = await stage.client.send(new ListTablesCommand({ ...where, MaxResults: 4, NextToken }));
  expect([...(first.Tables ?? []), ...(last.Tables ?? [])]).toEqual(all.Tables);
  expect(last.NextToken).toBeUndefined();
  const foreign = new ListTablesCommand({ ...where, NextToken: "another-list" });
  await expect(stage.client.send(foreign)).rejects.toMatchObject({ name: "ValidationException" });
});

// https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_DescribeTable.html
it("describes the columns of tables, external ones and views", async () => {
  const columns = async (Schema?: string, Table?: string) => {
    const described = await stage.client.send(new DescribeTableCommand({ ...where, Schema, Table }));
    expect(described.TableName).toBe(Table);
    return described.ColumnList?.map(({ name, typeName, precision, scale, nullable, columnDefault }) =>
      [name, typeName, precision, scale, nullable, columnDefault].filter((member) => member !== undefined),
    );
  };
  expect(await columns("sales", "orders")).toEqual([
    ["id", "int8", 19, 0, 0],
    ["price", "numeric", 12, 2, 1, "0"],
    ["note", "varchar", 20, 0, 1],
    ["flag", "bpchar", 2, 0, 1],
    ["at", "timestamptz", 35, 6, 1],
  ]);
  expect((await columns("lake", "locations"))?.at(-1)).toEqual(["dt", "date", 13, 0, 1]);
  expect(await columns(undefined, "days")).toEqual([
    ["dt", "date", 13, 0, 1],
    ["reports", "int8", 19, 0, 1],
  ]);
  expect(await columns("public", "broken")).toEqual([]);
  expect(await columns("sales", "missing")).toEqual([]);
  expect((await columns("sales"))?.length).toBe(6);
});

it("refuses a database and a workgroup that do not exist", async () => {
  const other = { ...where, Database: "other" };
  for (const command of [
    new ListSchemasCommand(other),
    new ListTablesCommand(other),
    new DescribeTableCommand({ ...where, ConnectedDatabase: "other" }),
  ]) {
    await expect(stage.client.send(command)).rejects.toMatchObject({
      name: "ValidationException",
      message: 'FATAL: database "other" does not exist',
    });
  }
  const nowhere = new ListDatabasesCommand({ ...where, WorkgroupName: "elsewhere" });
  await expect(stage.client.send(nowhere)).rejects.toMatchObject({ name: "ValidationException" });
});
