import { readdir } from "node:fs/promises";
import path from "node:path";
import { BatchExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addPartition, declared, row } from "./locations.ts";
import { database, openStage, roleArn, workgroup, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html
// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_AS.html
// https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_30.html

let stage: Stage;

beforeEach(async () => {
  stage = await openStage({ catalog: declared });
});

afterEach(async () => {
  await stage.close();
});

const batch = async (...Sqls: string[]) => {
  const { Id } = await stage.client.send(
    new BatchExecuteStatementCommand({ WorkgroupName: workgroup.name, Database: database, Sqls }),
  );
  return { ...(await stage.end(Id)), Id };
};

describe("CREATE TABLE", () => {
  it("takes keys, encodings, distribution and constraints", async () => {
    await stage.finish(
      "CREATE TABLE IF NOT EXISTS trips (id bigint NOT NULL ENCODE az64 DISTKEY, day date SORTKEY, " +
        "note varchar(10) DEFAULT 'none'::varchar ENCODE zstd UNIQUE, paid decimal(8,2) DEFAULT (1 + 1.5), at timestamptz, " +
        "PRIMARY KEY (id, day), FOREIGN KEY (id) REFERENCES other (id)) BACKUP NO DISTSTYLE KEY COMPOUND SORTKEY (id, day)",
    );
    await stage.finish("INSERT INTO trips (id, day) VALUES (1, '2026-11-21')");
    expect(await stage.rows("SELECT * FROM trips")).toEqual([[1, "2026-11-21", "none", "2.50", null]]);
    expect(await stage.fail("INSERT INTO trips (id) VALUES (2)")).toBe(
      "ERROR: Cannot insert a NULL value into column day",
    );
    expect(await stage.fail("CREATE TABLE trips (a int)")).toBe('ERROR: relation "trips" already exists');
    await stage.finish("CREATE TABLE IF NOT EXISTS trips (a int)");
  });

  it.each([
    ["CREATE TABLE t (a int IDENTITY(1, 1))", "IDENTITY"],
    ["CREATE TABLE t (a int, a int)", 'column "a" specified more than once'],
    ["CREATE TABLE t (a int, PRIMARY KEY (b))", 'column "b" named in key does not exist'],
    ["CREATE TABLE t (a super)", 'the column type "super"'],
    ["CREATE TABLE nowhere.t (a int)", 'schema "nowhere" does not exist'],
    ["CREATE TABLE lake.t (a int)", "use CREATE EXTERNAL TABLE"],
    ["CREATE TEMP TABLE public.t (a int)", "temporary tables may not specify a schema name"],
    ["CREATE TABLE t (a int) AS SELECT 1", 'syntax error at or near "as"'],
    ["CREATE TABLE t (a, b, c) AS SELECT 1 AS x, 2 AS y", "too many column names"],
    ["CREATE TABLE t AS SELECT 1 AS x, 2 AS x", 'column "x" duplicated'],
    ["CREATE TABLE t AS SELECT INTERVAL '1 day' AS i", "interval"],
    ["CREATE TABLE t SORTKEY (b) AS SELECT 1 AS a", 'column "b" named in key does not exist'],
  ])("refuses %s", async (sql, message) => {
    expect(await stage.fail(sql)).toContain(message);
  });
});

describe("CREATE TABLE AS", () => {
  it("keeps a query's rows, with its columns' names and types, over a restart", async () => {
    await stage.put("store/dt=2026-11-21/a.csv.gz", row("device-1", "r-1", 1) + row("device-2", "r-2", 2));
    await stage.finish(addPartition("2026-11-21"));
    const created = await stage.finish(
      "CREATE TABLE public.seen DISTSTYLE EVEN SORTKEY (device_id) AS " +
        "SELECT device_id, COUNT(*) AS reports, MAX(received_at) AS last, dt FROM lake.locations GROUP BY 1, 4",
    );
    expect(created).toMatchObject({ ResultRows: 2, HasResultSet: false });
    const rows = [
      ["device-1", 1, "2026-11-21 10:01:01.5", "2026-11-21"],
      ["device-2", 1, "2026-11-21 10:01:02.5", "2026-11-21"],
    ];
    expect(await stage.rows("SELECT * FROM seen ORDER BY 1")).toEqual(rows);
    await stage.restart();
    expect(await stage.rows("SELECT s.* FROM public.seen s ORDER BY s.device_id")).toEqual(rows);
    expect(
      await stage.rows(
        "SELECT COUNT(*) FROM seen JOIN lake.locations l ON seen.device_id = l.device_id AND l.dt = seen.dt",
      ),
    ).toEqual([[2]]);
  });

  it("sorts its rows by a sort key, the order of which a query keeps until more rows come", async () => {
    // More rows than one thread of DuckDB reads.
    const numbers =
      "SELECT CASE WHEN n % 7 = 0 THEN NULL ELSE MD5(n::varchar) END AS key, n FROM (" +
      "SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d AS n FROM digits a " +
      "CROSS JOIN digits b CROSS JOIN digits c CROSS JOIN digits e CROSS JOIN digits f CROSS JOIN digits g) x";
    await stage.finish("CREATE TABLE digits (d int)");
    await stage.finish("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
    await stage.finish(`CREATE TABLE plain AS ${numbers}`);
    await stage.finish("CREATE TABLE sorted COMPOUND SORTKEY (key, n) AS SELECT key, n FROM plain");
    const unloaded = async (table: string, folder: string) => {
      const query = `SELECT t.key, t.n FROM ${table} t WHERE t.n % 3 <> 0 ORDER BY t.key, t.n`;
      await stage.finish(
        `UNLOAD ('${query}') TO 's3://lake/${folder}/' IAM_ROLE '${roleArn}' FORMAT AS CSV PARALLEL OFF`,
      );
      return stage.text(`${folder}/000`);
    };
    const text = await unloaded("plain", "plain");
    expect(text.split("\n")).toHaveLength(666_667);
    expect((await unloaded("sorted", "sorted")) === text).toBe(true);
    await stage.finish("INSERT INTO sorted SELECT '', -1");
    expect((await unloaded("sorted", "more")) === `,-1\n${text}`).toBe(true);
  });

  it("names its columns by a list, and keeps no rows as well", async () => {
    await stage.finish("CREATE TABLE t (a, b) AS SELECT 1, 'x'::varchar(3) WHERE 1 = 0");
    expect(await stage.rows("SELECT a, b FROM t")).toEqual([]);
    expect(await stage.fail("INSERT INTO t VALUES (1, 'long')")).toBe(
      "ERROR: value too long for type character varying(3)",
    );
  });
});

describe("INSERT", () => {
  beforeEach(async () => {
    await stage.finish(
      "CREATE TABLE t (n int, d date DEFAULT '2026-01-01', c char(3), ok boolean DEFAULT true, p decimal(5,2))",
    );
  });

  it("takes rows of VALUES, with casts to the columns and DEFAULT", async () => {
    const { ResultRows } = await stage.finish(
      "INSERT INTO t VALUES (1, 'Nov-21-2026', 'ab ', DEFAULT, 100.8976), (1 + 1, DEFAULT, NULL, false, '1.5')",
    );
    expect(ResultRows).toBe(2);
    expect(await stage.rows("SELECT n, d, RTRIM(c), ok, p FROM t ORDER BY n")).toEqual([
      [1, "2026-11-21", "ab", true, "100.90"],
      [2, "2026-01-01", null, false, "1.50"],
    ]);
  });

  it("takes the first columns, named columns, default values and a query", async () => {
    await stage.finish("INSERT INTO t VALUES (1)");
    await stage.finish("INSERT INTO public.t (p, n) VALUES (2.5, 2)");
    await stage.finish("INSERT INTO t DEFAULT VALUES");
    await stage.finish("INSERT INTO t (n, c) (SELECT n + 10, 'x' FROM t WHERE n = 1)");
    await stage.finish("INSERT INTO t WITH q AS (SELECT 20 AS n) SELECT n FROM q");
    expect(await stage.rows("SELECT n, d, c, ok, p FROM t ORDER BY n")).toEqual([
      [1, "2026-01-01", null, true, null],
      [2, "2026-01-01", null, true, "2.50"],
      [11, "2026-01-01", "x  ", true, null],
      [20, "2026-01-01", null, true, null],
      [null, "2026-01-01", null, true, null],
    ]);
  });

  it("takes named parameters and a thousand rows", async () => {
    await stage.finish("INSERT INTO t (n, c) VALUES (:n, :c)", { n: "7", c: "x" });
    const values = Array.from({ length: 1000 }, (_, index) => `(${index}, '2026-11-21', 'a')`);
    await stage.finish(`INSERT INTO t VALUES ${values.join(", ")}`);
    expect(await stage.rows("SELECT COUNT(*), SUM(n) FROM t")).toEqual([[1001, 499_507]]);
  });

  it.each([
    ["INSERT INTO t VALUES (1, '2026-01-01', 'abcd')", "value too long for type character(3)"],
    ["INSERT INTO t VALUES (1, 2, 3, 4, 5, 6)", "INSERT has more expressions than target columns"],
    ["INSERT INTO t (n, d) VALUES (1)", "INSERT has more target columns than expressions"],
    ["INSERT INTO t (n, d) SELECT 1", "INSERT has more target columns than expressions"],
    ["INSERT INTO t (n, n) VALUES (1, 2)", 'column "n" specified more than once'],
    ["INSERT INTO t (x) VALUES (1)", 'column "x" of relation "t" does not exist'],
    ["INSERT INTO t VALUES (1), (1, DEFAULT)", "VALUES lists must all be the same length"],
    ["INSERT INTO nothing VALUES (1)", 'relation "nothing" does not exist'],
    ["INSERT INTO t", "syntax error at end of input"],
    ["INSERT INTO t VALUES ('many')", "invalid input syntax"],
    ["INSERT INTO t VALUES (read_text('/etc/passwd'))", "function read_text() does not exist"],
  ])("refuses %s", async (sql, message) => {
    expect(await stage.fail(sql)).toContain(message);
    expect(await stage.rows("SELECT COUNT(*) FROM t")).toEqual([[0]]);
  });
});

describe("DELETE and TRUNCATE", () => {
  it("remove rows, and count them", async () => {
    await stage.finish("CREATE TABLE t AS SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT NULL");
    expect(await stage.finish("DELETE FROM t WHERE n > 1")).toMatchObject({ ResultRows: 1 });
    expect(await stage.rows("SELECT n FROM t ORDER BY 1")).toEqual([[1], [null]]);
    expect(await stage.finish("DELETE FROM t WHERE n = 5")).toMatchObject({ ResultRows: 0 });
    await stage.finish("TRUNCATE TABLE t");
    expect(await stage.rows("SELECT n FROM t")).toEqual([]);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html
describe("DELETE … USING", () => {
  it.each([
    ["DELETE FROM events USING venue WHERE events.venue = venue.id AND venue.id <> 2", 2, [[2], [3], [null]]],
    [
      "DELETE events USING (SELECT id + 1 AS next FROM venue) AS v, venue w WHERE events.venue = v.next AND w.id = 1",
      2,
      [[1], [1], [null]],
    ],
    ["DELETE FROM events USING venue", 5, []],
    ["DELETE FROM events USING (SELECT 1 AS a WHERE false) AS v", 0, [[1], [1], [2], [3], [null]]],
  ])("%s", async (sql, deleted, left) => {
    await stage.finish("DROP TABLE IF EXISTS events, venue");
    await stage.finish("CREATE TABLE events (venue int)");
    await stage.finish("INSERT INTO events VALUES (1), (1), (2), (3), (NULL)");
    await stage.finish("CREATE TABLE venue AS SELECT 1 AS id UNION ALL SELECT 1 UNION ALL SELECT 2");
    expect(await stage.finish(sql)).toMatchObject({ ResultRows: deleted });
    expect(await stage.rows("SELECT venue FROM events ORDER BY 1")).toEqual(left);
  });

  it("needs a table", async () => {
    expect(await stage.fail("DELETE FROM events USING WHERE true")).toContain('at or near "where"');
  });
});

describe("schemas and names", () => {
  it("keeps tables in schemas of the warehouse's own", async () => {
    await stage.finish("CREATE SCHEMA IF NOT EXISTS work");
    await stage.finish("CREATE TABLE work.t AS SELECT 1 AS a");
    await stage.finish("CREATE TABLE t AS SELECT 2 AS a");
    expect(await stage.rows("SELECT work.t.a, o.a FROM work.t, public.t o")).toEqual([[1, 2]]);
    expect(await stage.fail("DROP SCHEMA work")).toContain("other objects depend on it");
    await stage.finish("DROP SCHEMA work CASCADE");
    expect(await stage.fail("SELECT a FROM work.t")).toContain("does not exist");
    expect(await stage.fail("CREATE SCHEMA lake")).toContain('schema "lake" already exists');
  });

  it("renames tables and views", async () => {
    await stage.finish("CREATE TABLE t AS SELECT 1 AS a");
    await stage.finish("ALTER TABLE t RENAME TO u");
    await stage.finish("CREATE VIEW v AS SELECT a FROM public.u WITH NO SCHEMA BINDING");
    await stage.finish("ALTER TABLE v RENAME TO w");
    expect(await stage.rows("SELECT a FROM w")).toEqual([[1]]);
    expect(await stage.fail("ALTER TABLE u RENAME TO w")).toContain('relation "w" already exists');
    expect(await stage.fail("ALTER TABLE t RENAME TO x")).toContain('relation "t" does not exist');
  });

  it("drops several tables, external ones among them", async () => {
    await stage.finish("CREATE TABLE a AS SELECT 1 AS n");
    await stage.finish("CREATE TABLE b AS SELECT 1 AS n");
    await stage.finish("DROP TABLE a, b, lake.locations");
    await stage.finish("DROP TABLE IF EXISTS a CASCADE");
    expect(await stage.fail("DROP TABLE a")).toContain("does not exist");
  });

  it("has no pseudocolumns", async () => {
    await stage.finish("CREATE TABLE t AS SELECT 'device-1' AS device_id");
    await stage.put("store/dt=2026-11-21/a.csv.gz", row("device-1", "r-1", 1));
    await stage.finish(addPartition("2026-11-21"));
    expect(
      await stage.rows('SELECT t.*, "$size" > 0 FROM t JOIN lake.locations l ON l.device_id = t.device_id'),
    ).toEqual([["device-1", true]]);
    expect(await stage.fail('SELECT "$path" FROM t')).toContain('column "$path" does not exist');
  });
});

describe("a transaction", () => {
  it("sees its own changes, and forgets them all when it fails", async () => {
    const kept = await batch("CREATE TABLE t (a int)", "INSERT INTO t VALUES (1)", "SELECT a FROM t");
    expect(kept).toMatchObject({ Status: "FINISHED" });
    expect(kept.SubStatements?.[2]).toMatchObject({ ResultRows: 1 });
    expect(await batch("INSERT INTO t VALUES (2)", "DROP TABLE t", "SELECT nothing")).toMatchObject({
      Status: "FAILED",
    });
    expect(await stage.rows("SELECT a FROM t")).toEqual([[1]]);
  });

  it("keeps the rows of inserts that run at the same time", async () => {
    await stage.finish("CREATE TABLE t (a int)");
    await Promise.all([1, 2, 3, 4].map(async (n) => stage.finish(`INSERT INTO t VALUES (${n})`)));
    expect(await stage.rows("SELECT a FROM t ORDER BY a")).toEqual([[1], [2], [3], [4]]);
  });
});

describe("a temporary table", () => {
  it("lives within its session, a batch, and stands before others of its name", async () => {
    await stage.finish("CREATE TABLE t AS SELECT 'kept' AS a");
    const described = await batch(
      "CREATE TEMPORARY TABLE t AS SELECT 'temporary' AS a",
      "CREATE TABLE #u (n int)",
      "INSERT INTO #u VALUES (1)",
      "UNLOAD ('SELECT t.a, p.a AS b, n FROM t, public.t p, #u') TO 's3://lake/temp/' IAM_ROLE 'arn:aws:iam::000000000000:role/warehouse' CSV PARALLEL OFF",
    );
    expect(described.Error).toBeUndefined();
    expect(await stage.text("temp/000")).toBe("temporary,kept,1\n");
    expect(await stage.rows("SELECT a FROM t")).toEqual([["kept"]]);
    expect(await stage.fail("SELECT n FROM #u")).toContain('relation "#u" does not exist');
  });
});

it("deletes the files of dropped tables at the next start, and no others", async () => {
  await stage.finish("CREATE TABLE dropped AS SELECT 1 AS a");
  await stage.finish("CREATE TABLE kept AS SELECT 1 AS a");
  await stage.finish("DROP TABLE dropped");
  const files = async () => readdir(path.join(stage.directory, "tables"));
  expect(await files()).toHaveLength(2);
  await stage.restart();
  expect(await files()).toHaveLength(1);
  expect(await stage.rows("SELECT a FROM kept")).toEqual([[1]]);
});
