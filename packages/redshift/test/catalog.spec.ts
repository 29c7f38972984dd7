import { afterEach, beforeEach, expect, it } from "vitest";
import { addPartition, declared, locations, row } from "./locations.ts";
import { openStage, roleArn, type Stage } from "./stage.ts";

let stage: Stage;

beforeEach(async () => {
  stage = await openStage({ catalog: declared });
});

afterEach(async () => {
  await stage.close();
});

const createTable =
  "CREATE EXTERNAL TABLE lake.visits (visitor varchar(20), seconds int) PARTITIONED BY (dt date, hour smallint) " +
  "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' STORED AS TEXTFILE LOCATION 's3://lake/visits/' " +
  "TABLE PROPERTIES ('skip.header.line.count'='1', 'numRows'='100')";

// https://docs.aws.amazon.com/redshift/latest/dg/r_SVV_EXTERNAL_TABLES.html and its neighbours
it("shows declared and created objects in the system views", async () => {
  await stage.finish(createTable);
  await stage.finish(
    "ALTER TABLE lake.visits ADD PARTITION (dt='2026-11-21', hour=9) LOCATION 's3://lake/visits/9/'",
  );
  expect(
    await stage.rows("SELECT schemaname, databasename, eskind FROM svv_external_schemas ORDER BY schemaname"),
  ).toEqual([["lake", "glue_test", 1]]);
  expect(
    await stage.rows(
      "SELECT redshift_database_name, tablename, location, input_format, serialization_lib, parameters " +
        "FROM svv_external_tables WHERE schemaname = 'lake' ORDER BY tablename",
    ),
  ).toEqual([
    [
      "ashiato",
      "locations",
      "s3://lake/store/",
      "org.apache.hadoop.mapred.TextInputFormat",
      "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
      JSON.stringify(locations.parameters),
    ],
    [
      "ashiato",
      "visits",
      "s3://lake/visits/",
      "org.apache.hadoop.mapred.TextInputFormat",
      "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
      '{"skip.header.line.count":"1","numRows":"100"}',
    ],
  ]);
  expect(
    await stage.rows(
      "SELECT columnname, external_type, columnnum, part_key FROM svv_external_columns WHERE tablename = 'visits' ORDER BY columnnum",
    ),
  ).toEqual([
    ["visitor", "varchar(20)", 1, 0],
    ["seconds", "int", 2, 0],
    ["dt", "date", 3, 1],
    ["hour", "smallint", 4, 2],
  ]);
  expect(await stage.rows('SELECT tablename, "values", location FROM svv_external_partitions')).toEqual([
    ["visits", '["2026-11-21","9"]', "s3://lake/visits/9/"],
  ]);
});

it("reads a table of several partition keys", async () => {
  await stage.finish(createTable);
  await stage.put("visits/9/a.tsv", "visitor\tseconds\nann\t5\n");
  await stage.finish(
    "ALTER TABLE lake.visits ADD PARTITION (hour=9, dt='2026-11-21') LOCATION 's3://lake/visits/9/'",
  );
  expect(
    await stage.rows(
      "SELECT visitor, seconds, dt, hour FROM lake.visits WHERE hour = 9 AND dt = '2026-11-21'",
    ),
  ).toEqual([["ann", 5, "2026-11-21", 9]]);
  expect(await stage.rows("SELECT visitor FROM lake.visits WHERE hour = 10")).toEqual([]);
});

it("keeps what statements made, and takes what is declared anew, at a restart", async () => {
  await stage.finish(createTable);
  await stage.finish(addPartition("2026-11-21"));
  await stage.finish("CREATE VIEW devices AS SELECT device_id FROM lake.locations WITH NO SCHEMA BINDING");
  await stage.put("store/dt=2026-11-21/a.csv.gz", row("device-1", "r-1", 1));
  const wider = { ...locations, columns: [...locations.columns, { name: "added", type: "int" }] };
  await stage.restart({ catalog: { databases: [{ name: "glue_test", tables: [wider] }] } });
  expect(await stage.rows("SELECT device_id FROM devices")).toEqual([["device-1"]]);
  expect(await stage.rows("SELECT added FROM lake.locations WHERE dt = '2026-11-21'")).toEqual([[null]]);
  await stage.put("store/dt=2026-11-21/b.csv.gz", row("device-2", "r-2", 2).replace("\n", ",7\n"));
  expect(
    await stage.rows("SELECT device_id, added FROM lake.locations WHERE dt = '2026-11-21' ORDER BY 1"),
  ).toEqual([
    ["device-1", null],
    ["device-2", 7],
  ]);
  expect(await stage.rows("SELECT tablename FROM svv_external_tables ORDER BY 1")).toEqual([
    ["locations"],
    ["visits"],
  ]);
  await stage.restart({ catalog: { databases: [{ name: "glue_test", tables: [] }] } });
  expect(await stage.rows("SELECT tablename FROM svv_external_tables")).toEqual([["visits"]]);
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_SCHEMA.html
it("creates and drops external schemas", async () => {
  const create = (name: string, rest: string) =>
    `CREATE EXTERNAL SCHEMA ${name} FROM DATA CATALOG DATABASE '${rest}`;
  expect(await stage.fail(create("other", `missing' IAM_ROLE '${roleArn}'`))).toContain(
    '"missing" does not exist',
  );
  expect(await stage.fail(create("lake", `glue_test' IAM_ROLE '${roleArn}'`))).toContain("already exists");
  expect(await stage.fail(create("other", "glue_test' IAM_ROLE 'arn:aws:iam::1:role/x'"))).toContain(
    "Not authorized",
  );
  await stage.finish(create("IF NOT EXISTS lake", `glue_test' IAM_ROLE '${roleArn}'`));
  await stage.finish(
    create("other", `made' REGION 'us-east-1' IAM_ROLE '${roleArn}' CREATE EXTERNAL DATABASE IF NOT EXISTS`),
  );
  expect(await stage.rows("SELECT schemaname, databasename FROM svv_external_schemas ORDER BY 1")).toEqual([
    ["lake", "glue_test"],
    ["other", "made"],
  ]);
  await stage.finish(createTable.replace("lake.visits", "other.visits"));
  expect(await stage.fail("DROP SCHEMA other DROP EXTERNAL DATABASE")).toContain("not empty");
  await stage.finish("DROP SCHEMA other DROP EXTERNAL DATABASE CASCADE");
  expect(await stage.fail("DROP SCHEMA other")).toContain('schema "other" does not exist');
  await stage.finish("DROP SCHEMA IF EXISTS other");
});

it("creates and drops external tables", async () => {
  await stage.finish(createTable);
  expect(await stage.fail(createTable)).toContain("already exists");
  await stage.finish("DROP TABLE lake.visits");
  expect(await stage.fail("DROP TABLE lake.visits")).toContain("does not exist");
  await stage.finish("DROP TABLE IF EXISTS lake.visits");
  expect(await stage.fail(createTable.replace("lake.visits", "visits"))).toContain("must be qualified");
  expect(await stage.fail(createTable.replace("lake.visits", "nowhere.visits"))).toContain(
    'schema "nowhere" does not exist',
  );
  expect(await stage.fail(createTable.replace("seconds int", "seconds struct<a:int>"))).toContain(
    'column type "struct"',
  );
  expect(await stage.fail(createTable.replace("STORED AS TEXTFILE", "STORED AS ORC"))).toContain(
    "STORED AS ORC",
  );
  expect(await stage.fail(createTable.replace("seconds int", "visitor int"))).toContain("more than once");
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
it("keeps late-bound views, which see a table as it is when they are read", async () => {
  const view = "SELECT device_id, COUNT(*) AS n FROM lake.visitors GROUP BY device_id";
  expect(await stage.fail(`CREATE VIEW v AS ${view}`)).toContain("WITH NO SCHEMA BINDING");
  await stage.finish(`CREATE VIEW v AS ${view} WITH NO SCHEMA BINDING`);
  expect(await stage.fail("SELECT * FROM v")).toContain('relation "lake.visitors" does not exist');
  expect(await stage.fail(`CREATE VIEW v AS ${view} WITH NO SCHEMA BINDING`)).toContain("already exists");
  await stage.finish(
    "CREATE OR REPLACE VIEW public.v (device, reports) AS SELECT 'a', 2 WITH NO SCHEMA BINDING",
  );
  expect(await stage.rows("SELECT device, reports FROM v")).toEqual([["a", 2]]);
  expect(await stage.rows("SELECT x.reports FROM public.v AS x WHERE x.device = 'a'")).toEqual([[2]]);
  await stage.finish("DROP VIEW v");
  expect(await stage.fail("DROP VIEW v")).toContain("does not exist");
  await stage.finish("DROP VIEW IF EXISTS v");
});
