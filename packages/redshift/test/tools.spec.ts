import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPartition, declared, row } from "./locations.ts";
import { openStage, roleArn, type Stage } from "./stage.ts";

// What widely used tools send, in the form in which they send it.

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ catalog: declared });
  await stage.put(
    "store/dt=2026-11-21/a.csv.gz",
    row("device-1", "r-1", 1) + row("device-1", "r-2", 2) + row("device-2", "r-3", 3),
  );
  await stage.finish(addPartition("2026-11-21"));
});

afterAll(async () => {
  await stage.close();
});

const ran = async (...statements: string[]): Promise<void> => {
  for (const statement of statements) {
    await stage.finish(statement);
  }
};

// https://github.com/dbt-labs/dbt-adapters/tree/main/dbt-redshift
describe("dbt-redshift", () => {
  const comment = `/* {"app": "dbt", "dbt_version": "1.9.0", "node_id": "model.fleet.daily"} */\n`;

  it("builds a table beside the old one, and puts it in its place", async () => {
    await ran('create schema if not exists "analytics"');
    for (const condition of ["1 = 0", "true"]) {
      await ran(
        'drop table if exists "ashiato"."analytics"."daily__dbt_tmp" cascade',
        `${comment}
  create  table
    "ashiato"."analytics"."daily__dbt_tmp"

    diststyle even

    compound sortkey(dt)

  as (
    select "dt", count(*) as reports
    from "ashiato"."lake"."locations"
    where ${condition}
    group by 1
  );`,
        'drop table if exists "ashiato"."analytics"."daily__dbt_backup" cascade',
      );
      if (condition === "true") {
        await ran('alter table "ashiato"."analytics"."daily" rename to "daily__dbt_backup"');
      }
      await ran(
        'alter table "ashiato"."analytics"."daily__dbt_tmp" rename to "daily"',
        'drop table if exists "ashiato"."analytics"."daily__dbt_backup" cascade',
      );
    }
    expect(await stage.rows('select "dt", reports from "ashiato"."analytics"."daily"')).toEqual([
      ["2026-11-21", 3],
    ]);
  });

  it("adds to a table by insert, and keeps a view", async () => {
    await ran(
      'create table "ashiato"."analytics"."seen" as (select \'device-0\'::varchar(64) as device_id, 1::bigint as n)',
      `insert into "ashiato"."analytics"."seen" ("device_id", "n")
      (
        select "device_id", "n"
        from (select device_id, count(*) as n from "ashiato"."lake"."locations" group by 1) as source
      )`,
      `create view "ashiato"."analytics"."busy__dbt_tmp" as (
    select * from "ashiato"."analytics"."seen" where n > 1
  ) with no schema binding;`,
      'alter table "ashiato"."analytics"."busy__dbt_tmp" rename to "busy"',
    );
    expect(await stage.rows('select device_id, n from "ashiato"."analytics"."busy"')).toEqual([
      ["device-1", 2],
    ]);
    expect(
      await stage.rows(
        'select "ashiato"."analytics"."seen"."n" from "ashiato"."analytics"."seen" order by 1',
      ),
    ).toEqual([[1], [1], [2]]);
  });

  it("replaces rows of a table by delete and insert", async () => {
    await ran(
      "create temporary table \"daily__dbt_tmp\" as (select 'device-1'::varchar(64) as device_id, 9::bigint as n)",
      'create table "ashiato"."analytics"."kept" as (select \'device-1\'::varchar(64) as device_id, 1::bigint as n union all select \'device-2\', 5)',
      'create table "ashiato"."analytics"."kept__new" as (select device_id, n from "ashiato"."analytics"."kept" where n = 1)',
      `delete from "ashiato"."analytics"."kept"
            using "ashiato"."analytics"."kept__new"
            where "ashiato"."analytics"."kept__new".device_id = "ashiato"."analytics"."kept".device_id`,
      `delete from "ashiato"."analytics"."kept"
    where (
     n >= 5  and device_id = 'device-2' )`,
    );
    expect(await stage.rows('select n from "ashiato"."analytics"."kept"')).toEqual([]);
  });

  it("merges an incremental model by its key, and into a table without one", async () => {
    await ran(
      'create table "ashiato"."analytics"."merged" as (select \'device-1\'::varchar(64) as device_id, 1::bigint as n union all select \'device-2\', 5)',
      "create temporary table \"merged__dbt_tmp\" as (select 'device-1'::varchar(64) as device_id, 9::bigint as n)",
      'create table "ashiato"."analytics"."merged__new" as (select device_id, count(*) as n from "ashiato"."lake"."locations" group by 1 union all select \'device-9\', 9)',
      `${comment}
    merge into "ashiato"."analytics"."merged"
        using "ashiato"."analytics"."merged__new" as DBT_INTERNAL_SOURCE
        on (
                    DBT_INTERNAL_SOURCE.n > 0
                ) and (
                DBT_INTERNAL_SOURCE.device_id = "ashiato"."analytics"."merged".device_id
            )

    when matched then update set
        device_id = DBT_INTERNAL_SOURCE.device_id, n = DBT_INTERNAL_SOURCE.n


    when not matched then insert (
        device_id, n
    )
    values (
        DBT_INTERNAL_SOURCE.device_id, DBT_INTERNAL_SOURCE.n
    )`,
      `merge into "ashiato"."analytics"."merged"
        using "ashiato"."analytics"."merged__new" as DBT_INTERNAL_SOURCE
        on (FALSE)

    when not matched then insert (
        device_id, n
    )
    values (
        DBT_INTERNAL_SOURCE.device_id, DBT_INTERNAL_SOURCE.n * 100
    )`,
    );
    expect(await stage.rows('select device_id, n from "ashiato"."analytics"."merged" order by 1, 2')).toEqual(
      [
        ["device-1", 2],
        ["device-1", 200],
        ["device-2", 1],
        ["device-2", 100],
        ["device-9", 9],
        ["device-9", 900],
      ],
    );
  });

  it("replaces rows by several keys, and a batch by its time", async () => {
    await ran(
      `create table "ashiato"."analytics"."hours" as (select 'a'::varchar(9) as id, '2026-11-21 10:00:00'::timestamp as at, 1 as n union all select 'b', '2026-11-22 10:00:00', 2)`,
      `create table "ashiato"."analytics"."hours__dbt_tmp" as (select 'a'::varchar(9) as id, '2026-11-21 10:00:00'::timestamp as at, 7 as n)`,
      `delete from "ashiato"."analytics"."hours"
    where (id, at) in (
        select distinct id, at
        from "ashiato"."analytics"."hours__dbt_tmp" as DBT_INTERNAL_SOURCE
    )`,
      `delete from "ashiato"."analytics"."hours"
    where (
    at >= TIMESTAMP '2026-11-22 00:00:00+00:00'
    and at < TIMESTAMP '2026-11-23 00:00:00+00:00'
    )`,
      `insert into "ashiato"."analytics"."hours" ("id", "at", "n")
        (
            select "id", "at", "n"
            from "ashiato"."analytics"."hours__dbt_tmp"
        )`,
    );
    expect(await stage.rows('select id, n from "ashiato"."analytics"."hours"')).toEqual([["a", 7]]);
  });

  // snapshots/strategies.sql, snapshot_merge.sql
  it("closes the rows of a snapshot that changed, and adds the new ones", async () => {
    await ran(
      `create table "ashiato"."analytics"."snap" as (
        select *, md5(coalesce(cast(id as varchar ), '') || '|' || coalesce(cast(at as varchar ), '')) as dbt_scd_id,
          at as dbt_valid_from, nullif(at, at) as dbt_valid_to
        from (select 1 as id, '2026-11-20 00:00:00'::timestamp as at) sbq)`,
      `create table "ashiato"."analytics"."snap__dbt_tmp" as (with snapshot_query as (
        select 1 as id, '2026-11-21 00:00:00'::timestamp as at
    ),
    snapshotted_data as (
        select *, id as dbt_unique_key
        from "ashiato"."analytics"."snap"
        where dbt_valid_to is null
    ),
    source_data as (
        select *, id as dbt_unique_key, at as dbt_valid_from,
          md5(coalesce(cast(id as varchar ), '') || '|' || coalesce(cast(at as varchar ), '')) as dbt_scd_id
        from snapshot_query
    )
    select 'update'::varchar(8) as dbt_change_type, snapshotted_data.dbt_scd_id, source_data.id, source_data.at, source_data.dbt_valid_from as dbt_valid_to, null::timestamp as dbt_valid_from
    from source_data join snapshotted_data on snapshotted_data.dbt_unique_key = source_data.dbt_unique_key
    where snapshotted_data.dbt_valid_from < source_data.at
    union all
    select 'insert', dbt_scd_id, id, at, null::timestamp, dbt_valid_from from source_data)`,
      `update "ashiato"."analytics"."snap"
    set dbt_valid_to = DBT_INTERNAL_SOURCE.dbt_valid_to
    from "ashiato"."analytics"."snap__dbt_tmp" as DBT_INTERNAL_SOURCE
    where DBT_INTERNAL_SOURCE.dbt_scd_id::text = "ashiato"."analytics"."snap".dbt_scd_id::text
      and DBT_INTERNAL_SOURCE.dbt_change_type::text in ('update'::text, 'delete'::text)

        and "ashiato"."analytics"."snap".dbt_valid_to is null`,
      `insert into "ashiato"."analytics"."snap" ("id", "at", "dbt_scd_id", "dbt_valid_from", "dbt_valid_to")
    select DBT_INTERNAL_SOURCE."id",DBT_INTERNAL_SOURCE."at",DBT_INTERNAL_SOURCE."dbt_scd_id",DBT_INTERNAL_SOURCE."dbt_valid_from",DBT_INTERNAL_SOURCE."dbt_valid_to"
    from "ashiato"."analytics"."snap__dbt_tmp" as DBT_INTERNAL_SOURCE
    where DBT_INTERNAL_SOURCE.dbt_change_type::text = 'insert'::text`,
    );
    expect(
      await stage.rows(
        'select id, dbt_valid_from, dbt_valid_to from "ashiato"."analytics"."snap" order by 2',
      ),
    ).toEqual([
      [1, "2026-11-20 00:00:00", "2026-11-21 00:00:00"],
      [1, "2026-11-21 00:00:00", null],
    ]);
  });

  it("cannot reach another database", async () => {
    expect(await stage.fail('select 1 from "other"."lake"."locations"')).toBe(
      'ERROR: the cross-database reference "other.lake.locations" is not supported by this warehouse',
    );
  });
});

// https://github.com/dbt-labs/dbt-external-tables/tree/main/macros/plugins/redshift
describe("dbt-external-tables", () => {
  it("creates a partitioned table by a serde alone, and its partitions", async () => {
    await ran(
      'drop table if exists "ashiato"."lake"."people" ',
      `create external table "ashiato"."lake"."people" (
            id int,
            first_name varchar(64),
            email varchar(64)
        )
        partitioned by (section varchar)
        row format serde 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
with serdeproperties (
    'separatorChar' = ','
)

        location 'S3://lake/people/'
        table properties ('skip.header.line.count'='1')`,
      `alter table "ashiato"."lake"."people" add if not exists
            partition (section='a')
            location 's3://lake/people/section=a/'
            partition (section='b')
            location 's3://lake/people/section=b/'`,
    );
    await stage.put("people/section=a/1.csv", 'id,first_name,email\n1,"Ann","a@example.com"\n');
    await stage.put("people/section=b/1.csv", 'id,first_name,email\n2,"Bob","b@example.com"\n');
    expect(
      await stage.rows('select id, first_name, section from "ashiato"."lake"."people" order by id'),
    ).toEqual([
      [1, "Ann", "a"],
      [2, "Bob", "b"],
    ]);
  });
});

// The same plugin's refresh_external_table.sql
it("finds out the partitions of dbt-external-tables by tables without an alias", async () => {
  const rows = await stage.rows(`select * from
        (
            select '"region"' as name_1, '"eu"' as val_1, '"region=eu"' as path_1
                union all
            select '"region"' as name_1, '"us"' as val_1, '"region=us"' as path_1
                )
            cross join (
            select '"dt"' as name_2, '"2026-11-21"' as val_2, '"dt=2026-11-21"' as path_2
                ) order by 2`);
  expect(rows.map(([, region, , , day]) => [region, day])).toEqual([
    ['"eu"', '"2026-11-21"'],
    ['"us"', '"2026-11-21"'],
  ]);
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_examples.html
describe("AWS's own examples", () => {
  it.each([
    [
      "a line end with its escape",
      "row format delimited fields terminated by '\\t' lines terminated by '\\n\\l' stored as textfile",
    ],
    [
      "lines before fields",
      "row format delimited lines terminated by '\\012' fields terminated by '\\011' stored as textfile",
    ],
    [
      "a serde of Parquet alone",
      "row format serde 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'",
    ],
  ])("create tables with %s", async (name, format) => {
    const table = name.replaceAll(/\W/gu, "_");
    await ran(
      `create external table lake.${table}(a int, b varchar(5)) ${format} location 's3://lake/${table}/'`,
    );
    if (name.includes("Parquet")) {
      return;
    }
    await stage.put(`${table}/a`, "1\tx\n2\ty\n");
    expect(await stage.rows(`select a, b from lake.${table} order by a`)).toEqual([
      [1, "x"],
      [2, "y"],
    ]);
  });

  it("unload by a size written in one word", async () => {
    await ran(
      `unload ('select device_id from lake.locations') to 'S3://lake/sized/' iam_role '${roleArn}' csv maxfilesize 1GB parallel off`,
      `unload ('select device_id from lake.locations') to 's3://lake/sized-mb/' iam_role '${roleArn}' parquet maxfilesize as 256mb parallel off`,
    );
    expect(await stage.keys("sized")).toEqual(["sized-mb/000.parquet", "sized/000"]);
  });
});

// https://github.com/aws/aws-sdk-pandas/blob/main/awswrangler/redshift/_read.py
it("takes what awswrangler sends", async () => {
  await ran(
    "UNLOAD ('SELECT * FROM lake.locations')\n" +
      "TO 's3://lake/wrangler/'\n" +
      `IAM_ROLE '${roleArn}'\n` +
      "ALLOWOVERWRITE\nPARALLEL ON\nFORMAT PARQUET\nENCRYPTED\nREGION AS 'us-east-1'\nMAXFILESIZE AS 5.0 MB\nPARTITION BY (dt)\nMANIFEST;",
  );
  expect(await stage.keys("wrangler/")).toContain("wrangler/manifest");
});

// _write.py of the same library, and RedshiftSQLHook's and S3ToRedshiftOperator's upserts of Airflow
it("takes the upserts of awswrangler and Airflow", async () => {
  await ran(
    'CREATE TABLE IF NOT EXISTS "public"."people" ("id" INTEGER, "name" VARCHAR(9)) DISTSTYLE AUTO',
    `INSERT INTO "public"."people" VALUES (1, 'Ann'), (2, 'Bob')`,
    'CREATE TABLE "public"."people_new" (LIKE "public"."people")',
    `INSERT INTO "public"."people_new" VALUES (2, 'Ben'), (3, 'Cid')`,
    'DELETE FROM "public"."people" USING "public"."people_new" WHERE "public"."people"."id" = "public"."people_new"."id"',
    'INSERT INTO "public"."people" SELECT * FROM "public"."people_new"',
    'DROP TABLE IF EXISTS "public"."people_new" ',
    "CREATE TABLE #people (LIKE public.people INCLUDING DEFAULTS)",
  );
  expect(await stage.rows('SELECT * FROM "public"."people" ORDER BY 1')).toEqual([
    [1, "Ann"],
    [2, "Ben"],
    [3, "Cid"],
  ]);
});

// https://github.com/apache/airflow/tree/main/providers/amazon (RedshiftToS3Operator)
it("takes what Airflow sends", async () => {
  await ran(
    `
                UNLOAD ($$SELECT device_id FROM lake.locations WHERE dt = '2026-11-21'$$)
                TO 's3://lake/airflow/locations_'
                credentials
                'aws_iam_role=${roleArn}'
                FORMAT AS CSV
HEADER
ALLOWOVERWRITE;
        `,
  );
  expect(await stage.text("airflow/locations_0000_part_00")).toMatch(/^device_id\n/u);
});

// https://github.com/spark-redshift-community/spark-redshift
it("takes what spark-redshift sends", async () => {
  expect(await stage.rows('SELECT * FROM (SELECT "device_id" FROM lake.locations) WHERE 1=0')).toEqual([]);
  await ran(
    `UNLOAD ('SELECT "device_id", "report_id" FROM "ashiato"."lake"."locations" ') TO 's3://lake/spark/5b2b/' WITH CREDENTIALS 'aws_iam_role=${roleArn}' FORMAT AS PARQUET MANIFEST`,
  );
  expect(await stage.keys("spark/")).toContain("spark/5b2b/manifest");
  // A table without rows leaves neither file nor manifest, which the library takes for an empty one.
  await ran(
    `UNLOAD ('SELECT "device_id" FROM lake.locations WHERE false') TO 's3://lake/spark/none/' WITH CREDENTIALS 'aws_iam_role=${roleArn}' FORMAT AS PARQUET MANIFEST`,
  );
  expect(await stage.keys("spark/none/")).toEqual([]);
});

// https://github.com/grafana/redshift-datasource (macros.go)
it("takes what Grafana's macros write", async () => {
  expect(
    await stage.rows(
      `SELECT floor(extract(epoch from recorded_at)/300)*300 AS "time", count(*) AS "reports" FROM lake.locations
       WHERE recorded_at BETWEEN '2026-11-21 00:00:00' AND '2026-11-22 00:00:00' GROUP BY 1 ORDER BY 1`,
    ),
  ).toEqual([[1_795_255_200, 3]]);
  expect(
    await stage.rows(
      `SELECT extract(epoch from recorded_at) as "time" FROM lake.locations
       WHERE recorded_at BETWEEN '2026-11-21T00:00:00Z' AND '2026-11-21T23:59:59Z' AND latitude >= -90 AND latitude <= 90
       ORDER BY 1 LIMIT 1`,
    ),
  ).toEqual([[expect.any(Number)]]);
});
