import { mkdir, readdir, writeFile, rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
} from "@aws-sdk/client-redshift-data";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addPartition, declared, row, unloadSql } from "./locations.ts";
import { database, openStage, workgroup, type Stage } from "./stage.ts";

let stage: Stage;
let outside: string;

beforeAll(async () => {
  stage = await openStage({ catalog: declared });
  outside = await mkdtemp(path.join(tmpdir(), "ashiato-outside-"));
  await mkdir(path.join(outside, "folder"));
  await writeFile(path.join(outside, "secret.csv"), "secret\n");
  await stage.put("store/dt=2026-11-21/a.csv.gz", row("device-1", "r-1", 1));
  await stage.finish(addPartition("2026-11-21"));
});

afterAll(async () => {
  await stage.close();
  await rm(outside, { recursive: true });
});

it.each([
  "SELECT * FROM read_csv('SECRET')",
  "SELECT * FROM read_text('SECRET')",
  "SELECT * FROM read_blob('SECRET')",
  "SELECT * FROM read_parquet('SECRET')",
  "SELECT * FROM read_csv_auto('SECRET')",
  "SELECT * FROM sniff_csv('SECRET')",
  "SELECT * FROM glob('/*')",
  "SELECT * FROM 'SECRET'",
  `SELECT * FROM "SECRET"`,
  `SELECT * FROM lake."SECRET"`,
  "SELECT * FROM duckdb_settings()",
  "SELECT * FROM duckdb_secrets()",
  "SELECT * FROM information_schema.tables",
  "SELECT * FROM pg_catalog.pg_class",
  "SELECT * FROM main.sqlite_master",
  "SELECT * FROM redshift_scan_1",
  "SELECT * FROM constructor.constructor",
  "SELECT * FROM lake.constructor",
  "SELECT constructor(1)",
  "DROP SCHEMA constructor",
  "DROP TABLE IF EXISTS constructor.t",
  "SELECT * FROM range(10)",
  "SELECT * FROM query('SELECT 1')",
  "SELECT * FROM query_table('x')",
  "SELECT getenv('HOME')",
  "SELECT current_setting('threads')",
  "SELECT getvariable('x')",
  "SELECT redshift_left_bytes('x', 1)",
  "SELECT json_execute_serialized_sql('{}')",
  "SELECT (SELECT content FROM read_text('SECRET'))",
  "SELECT 1 FROM lake.locations WHERE device_id IN (SELECT content FROM read_text('SECRET'))",
  "WITH x AS (SELECT * FROM read_text('SECRET')) SELECT * FROM x",
  "WITH x AS (COPY (SELECT 1) TO 'SECRET') SELECT * FROM x",
  "SELECT 1 UNION ALL SELECT * FROM read_text('SECRET')",
  "SELECT COLUMNS(*) FROM lake.locations",
  "SELECT [1, 2]",
  "SELECT {'a': 1}",
  "SELECT lambda x: x",
  "SELECT $1",
  "SELECT ?",
  "FROM lake.locations",
  "PIVOT lake.locations ON device_id",
  "DESCRIBE lake.locations",
  "SUMMARIZE lake.locations",
  "COPY (SELECT 1) TO 'SECRET'",
  "COPY lake.locations TO 'SECRET'",
  "ATTACH 'SECRET' AS x",
  "INSTALL httpfs",
  "LOAD httpfs",
  "PRAGMA database_list",
  "SET threads = 8",
  "RESET ALL",
  "CALL pragma_version()",
  "EXPORT DATABASE '/tmp/x'",
  "CREATE MACRO f(x) AS x",
  "CREATE SECRET x (TYPE s3)",
  "CREATE VIEW v AS SELECT * FROM read_text('SECRET') WITH NO SCHEMA BINDING",
  "UNLOAD ('SELECT * FROM read_text(''SECRET'')') TO 's3://lake/x/' IAM_ROLE 'arn:aws:iam::000000000000:role/warehouse' CSV",
  "UNLOAD ('SELECT 1') TO 'file://SECRET' IAM_ROLE 'arn:aws:iam::000000000000:role/warehouse' CSV",
  "CREATE EXTERNAL TABLE lake.x (a int) STORED AS TEXTFILE LOCATION 'SECRET'",
])("refuses %s", async (sql) => {
  const error = await stage.fail(sql.replaceAll("SECRET", path.join(outside, "secret.csv")));
  expect(error).toMatch(/^ERROR: /u);
  expect(error).not.toContain("Internal error");
});

const seeds = [
  "SELECT COUNT(*) AS n, COUNT(DISTINCT report_id) FROM lake.locations WHERE dt='2026-11-21'",
  "SELECT TOP 3 device_id, TO_CHAR(recorded_at, 'YYYY-MM-DD') FROM lake.locations WHERE dt > DATEADD(day, -7, GETDATE()) ORDER BY 1 DESC",
  `SELECT "$path", "$size", LISTAGG(device_id, ',') WITHIN GROUP (ORDER BY device_id) FROM lake.locations GROUP BY 1, 2`,
  "WITH x AS (SELECT DECODE(charging, true, 1, 0) AS c, NVL(battery, 0.5)::varchar(5) AS b FROM lake.locations) SELECT b, SUM(c) FROM x GROUP BY b",
  "SELECT a.device_id FROM lake.locations a LEFT JOIN lake.locations b ON a.report_id = b.report_id WHERE a.dt BETWEEN '2026-11-01' AND '2026-11-30'",
  'SELECT schemaname, tablename, "values" FROM svv_external_partitions',
  addPartition("2026-11-21"),
  "ALTER TABLE lake.locations DROP PARTITION (dt='2026-11-20')",
  "CREATE EXTERNAL TABLE lake.fuzzed (a int, b varchar(3)) PARTITIONED BY (dt date) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE LOCATION 's3://lake/fuzzed/' TABLE PROPERTIES ('k'='v')",
  "CREATE OR REPLACE VIEW v AS SELECT 1 AS a WITH NO SCHEMA BINDING",
  "DROP TABLE IF EXISTS lake.fuzzed",
  unloadSql("2026-11-21", "fuzz/out_"),
  "CREATE TABLE fuzzed (a int NOT NULL DEFAULT 1, b varchar(5), PRIMARY KEY (a)) DISTSTYLE KEY SORTKEY (a)",
  "CREATE TEMP TABLE #fuzzed AS SELECT device_id, SUM(latitude) AS s FROM lake.locations GROUP BY 1",
  "INSERT INTO fuzzed (a, b) VALUES (1, 'x'), (2 + 3, DEFAULT)",
  "INSERT INTO fuzzed SELECT COUNT(*), MAX(device_id)::varchar(5) FROM lake.locations",
  "DELETE FROM public.fuzzed WHERE a > 2 OR b LIKE 'x%'",
  "UPDATE fuzzed SET b = DEFAULT, a = s.n + 1 FROM (SELECT COUNT(*) AS n FROM lake.locations) AS s WHERE fuzzed.a <> s.n",
  "MERGE INTO fuzzed USING (SELECT 1 AS a, 'x' AS b) AS s ON fuzzed.a = s.a WHEN MATCHED THEN UPDATE SET b = s.b WHEN NOT MATCHED THEN INSERT (a, b) VALUES (s.a, s.b)",
  "MERGE INTO public.fuzzed USING (SELECT 1 AS a, 'x' AS b) s ON fuzzed.a = s.a REMOVE DUPLICATES",
  "CREATE EXTERNAL TABLE lake.made PARTITIONED BY (dt) STORED AS PARQUET LOCATION 's3://lake/made/' AS SELECT device_id, dt FROM lake.locations",
  "INSERT INTO lake.fuzzed SELECT 1, 'x', '2026-11-21'::date",
  "ALTER TABLE fuzzed RENAME TO renamed",
  'SELECT "ashiato"."lake"."locations"."battery" + 1::smallint FROM "ashiato"."lake"."locations" ORDER BY recorded_at LIMIT 3',
  "SELECT CASE WHEN l.battery > 0.1 THEN 'low' ELSE NULL END, COALESCE(f.b, 'none') FROM lake.locations l FULL OUTER JOIN fuzzed f ON f.a = l.latitude::int",
  "DELETE FROM fuzzed USING lake.locations AS l, (SELECT 1 AS k) AS s WHERE fuzzed.b = l.device_id AND s.k = fuzzed.a",
  "SELECT INITCAP(device_id), STRTOL('ff', 16), REGEXP_INSTR(device_id, '[0-9]+', 1, 1, 0, 'i'), TO_NUMBER('1,2', '9G9'), MONTHS_BETWEEN(dt, '2026-01-01'), NEXT_DAY(dt, 'Mon'), SHA2(report_id, 512), CBRT(latitude) FROM lake.locations",
  "SELECT (SELECT MAX(a) FROM fuzzed WHERE b = l.device_id), RANK() OVER (PARTITION BY dt ORDER BY received_at) FROM lake.locations l QUALIFY 1 = 1",
];

const intruders = [
  "'",
  '"',
  "(",
  ")",
  ",",
  ";",
  "*",
  "::",
  "$$",
  "\\",
  "/*",
  "--",
  "\0",
  "é",
  "0",
  "1e999",
  "99999999999999999999",
  "-",
  "NULL",
  "''",
  "SELECT",
  "FROM",
  "UNION ALL",
  "LIMIT 1",
  "ORDER BY 1",
  "AS",
  "OVER ()",
  "read_csv",
  "read_text('/etc/passwd')",
  "COPY",
  "ATTACH",
  "lake.locations",
  "ALLOWOVERWRITE",
  "PARALLEL ON",
  "LATERAL",
  "UNNEST",
  "generate_series(1, 10)",
  "constructor",
  "__proto__",
  "'NaN'::float8",
  "CASE",
  "INTERVAL '1 day'",
  ":p",
  "?",
];

/** A statement with some of its pieces taken out, doubled, exchanged or replaced. */
const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(), fc.nat(4), fc.constantFrom(...intruders), fc.nat()), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([seed, changes]) => {
    const pieces = seed.split(/(\s+|[(),'"=.;:]+)/u);
    for (const [at, kind, intruder, other] of changes) {
      const index = at % pieces.length;
      const piece = pieces[index] ?? "";
      if (kind === 0) {
        pieces.splice(index, 1);
      }
      if (kind === 1) {
        pieces.splice(index, 0, piece);
      }
      if (kind === 2) {
        pieces[index] = intruder;
      }
      if (kind === 3) {
        pieces.splice(index, 0, ` ${intruder} `);
      }
      if (kind === 4) {
        [pieces[index], pieces[other % pieces.length]] = [pieces[other % pieces.length] ?? "", piece];
      }
    }
    return pieces.join("");
  })
  .filter((sql) => sql !== "");

/** FUZZ_RUNS=10000 takes the full number; FUZZ_SEED takes other statements than the usual ones. */
const runs = Number(process.env["FUZZ_RUNS"] ?? "500");
const seed = Number(process.env["FUZZ_SEED"] ?? "20261126");

/** Words of DuckDB that Redshift does not use, unless the statement itself has them. */
const foreignWords = (
  "DuckDB,Binder,Parser Error,Catalog Error,Candidate,LINE 1,TRY_CAST,explicit cast,INT16,INT32,INT64,INT128,HUGEINT,VARCHAR,STRUCT," +
  "_LITERAL,Unimplemented,redshift_,macro,lambda,read_csv,read_parquet,serialize"
).split(",");

it(
  `answers ${runs} mutated statements with a result or an error in Redshift's manner`,
  { timeout: 3_600_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (sql) => {
        const { Id } = await stage.client.send(
          new ExecuteStatementCommand({ Sql: sql, WorkgroupName: workgroup.name, Database: database }),
        );
        const {
          Status,
          HasResultSet,
          Error: error,
        } = await stage.client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
        expect(["FINISHED", "FAILED"]).toContain(Status);
        // A result must be one that the client can read.
        if (HasResultSet) {
          await stage.client.send(new GetStatementResultCommand({ Id }));
        }
        const complaint = Status === "FAILED" ? error : "ERROR: none";
        expect(complaint).toMatch(/^ERROR: (?!Internal error)/u);
        const foreign = foreignWords.find(
          (word) =>
            complaint?.toLowerCase().includes(word.toLowerCase()) === true &&
            !sql.toLowerCase().includes(word.toLowerCase()),
        );
        expect(foreign, complaint).toBeUndefined();
        // Words of DuckDB's, which no client is to read.
        expect(complaint).not.toMatch(
          /DuckDB|Binder|Candidate|explicit (?:type )?cast|LINE \d|INT32|INT64|redshift_/u,
        );
        // DuckDB's last line of defence against files outside the stage, which no statement should have
        // reached.
        expect(complaint).not.toContain("disabled by configuration");
      }),
      { numRuns: runs, seed },
    );
    expect(await readdir(outside)).toEqual(["folder", "secret.csv"]);
    expect(await stage.rows("SELECT 1 AS alive")).toEqual([[1]]);
  },
);
