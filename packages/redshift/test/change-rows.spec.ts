import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BatchExecuteStatementCommand } from "@aws-sdk/client-redshift-data";
import { addPartition, declared, row } from "./locations.ts";
import { database, openStage, workgroup, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/r_UPDATE.html
// https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
// https://docs.aws.amazon.com/redshift/latest/dg/r_DELETE.html

let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ catalog: declared });
  await stage.put("store/dt=2026-11-21/a.csv.gz", row("Tony", "r-1", 2) + row("Bill", "r-2", 4));
  await stage.finish(addPartition("2026-11-21"));
});

afterAll(async () => {
  await stage.close();
});

/** Makes tables of an id and a name anew, of rows such as `(1, 'a')`. */
const tables = async (all: Record<string, string>): Promise<void> => {
  await stage.finish(`DROP TABLE IF EXISTS ${Object.keys(all).join(", ")}`);
  for (const [name, values] of Object.entries(all)) {
    const rows = values.matchAll(/\((?<id>\w+), (?<text>'\w*')\)/gu);
    const selects = [...rows].map(
      ({ groups }) => `SELECT ${groups?.["id"]}::int AS id, ${groups?.["text"]}::char(10) AS name`,
    );
    await stage.finish(`CREATE TABLE ${name} AS ${selects.join(" UNION ALL ")}`);
  }
};

const rowsOf = async (table: string): Promise<unknown[][]> =>
  stage.rows(`SELECT id, RTRIM(name) FROM ${table} ORDER BY 1, 2`);

describe("UPDATE", () => {
  const makeTables = async (): Promise<void> => {
    await stage.finish("DROP TABLE IF EXISTS category, event");
    await stage.finish(
      "CREATE TABLE category (catid int NOT NULL, catgroup varchar(8) DEFAULT 'none', catname varchar(9), catdesc varchar(50))",
    );
    await stage.finish(
      "INSERT INTO category VALUES (5, 'Sports', 'MLS', 'Soccer'), (6, 'Shows', 'Musicals', 'Theatre'), " +
        "(8, 'Shows', 'Opera', 'Light opera'), (9, 'Concerts', 'Pop', 'Rock'), (NULLIF(0, 1), 'Concerts', 'Jazz', NULL)",
    );
    await stage.finish(
      "CREATE TABLE event AS SELECT 6 AS catid, 'Cats' AS eventname UNION ALL SELECT 9, 'Eagles' UNION ALL SELECT 9, 'Eagles' UNION ALL SELECT NULL, 'none'",
    );
  };

  const sports = [5, "Sports", "MLS", "Soccer"];
  const musicals = [6, "Shows", "Musicals", "Theatre"];
  const opera = [8, "Shows", "Opera", "Light opera"];
  const pop = [9, "Concerts", "Pop", "Rock"];
  const jazz = [0, "Concerts", "Jazz", null];

  it.each([
    [
      "update category set catgroup='Theatre' where catid between 6 and 8",
      2,
      [jazz, sports, [6, "Theatre", "Musicals", "Theatre"], [8, "Theatre", "Opera", "Light opera"], pop],
    ],
    [
      "update category set catdesc=default, catname='Shows', catgroup = DEFAULT where catgroup='Shows'",
      2,
      [jazz, sports, [6, "none", "Shows", null], [8, "none", "Shows", null], pop],
    ],
    [
      "update public.category c set catid = c.catid + 1, catname = c.catgroup where not (public.c.catid = 6)",
      4,
      [
        [1, "Concerts", "Concerts", null],
        [6, "Shows", "Musicals", "Theatre"],
        [6, "Sports", "Sports", "Soccer"],
      ],
    ],
    [
      "update category set catdesc='Broadway' where category.catid in (select category.catid from category join event on category.catid = event.catid)",
      2,
      [jazz, sports, [6, "Shows", "Musicals", "Broadway"], opera, [9, "Concerts", "Pop", "Broadway"]],
    ],
    [
      "update category set catid=100, catdesc=event.eventname from event where event.catid=category.catid",
      2,
      [jazz, sports, opera, [100, "Concerts", "Pop", "Eagles"], [100, "Shows", "Musicals", "Cats"]],
    ],
    [
      "update category set catid=100 from event where event.catid=category.catid and catgroup='Concerts'",
      1,
      [jazz, sports, musicals, opera, [100, "Concerts", "Pop", "Rock"]],
    ],
    [
      "update category set catid=100 from event join category cat on event.catid=cat.catid where cat.catgroup='Concerts'",
      1,
      [jazz, sports, musicals, opera, [100, "Concerts", "Pop", "Rock"]],
    ],
    [
      "update category set catid=100 from (select event.catid from event left join category cat on event.catid=cat.catid) eventcat " +
        "where category.catid=eventcat.catid and catgroup='Concerts'",
      1,
      [jazz, sports, musicals, opera, [100, "Concerts", "Pop", "Rock"]],
    ],
    [
      "with busy as (select catid, count(*) as n from event group by 1) update category set catdesc = n from busy where busy.catid = category.catid",
      2,
      [jazz, sports, [6, "Shows", "Musicals", "1"], opera, [9, "Concerts", "Pop", "2"]],
    ],
    [
      "update category set catdesc = other.catname from category other where category.catid = other.catid + 1",
      2,
      [jazz, sports, [6, "Shows", "Musicals", "MLS"], opera, [9, "Concerts", "Pop", "Opera"]],
    ],
    ["update category set catid = 1 where catid = 77", 0, [jazz, sports, musicals, opera, pop]],
  ])("%s", async (sql, updated, rows) => {
    await makeTables();
    expect(await stage.finish(sql)).toMatchObject({ ResultRows: updated, HasResultSet: false });
    const all = await stage.rows("select * from category order by 1, 2, 3");
    expect(all).toHaveLength(5);
    expect(all).toEqual(expect.arrayContaining(rows));
  });

  it("takes a volatile condition for every row once", async () => {
    await makeTables();
    const { ResultRows = 0 } = await stage.finish("update category set catdesc = 'hit' where random() < 0.5");
    expect(await stage.rows("select count(*), sum(decode(catdesc, 'hit', 1, 0)) from category")).toEqual([
      [5, ResultRows],
    ]);
  });

  describe("refuses", () => {
    beforeAll(makeTables);
    afterAll(async () => {
      expect(await stage.rows("select * from category order by 1")).toEqual([
        jazz,
        sports,
        musicals,
        opera,
        pop,
      ]);
    });

    it.each([
      ["update category set category.catid = 1", 'column "category" of relation "category" does not exist'],
      ["update category set nothing = 1", 'column "nothing" of relation "category" does not exist'],
      ["update category set catid = 1, catid = 2", 'multiple assignments to same column "catid"'],
      ["update category set (catid, catname) = (1, 'x')", 'syntax error at or near "("'],
      ["update category set catid = ", "syntax error at end of input"],
      ["update category set catid = 1 where", "syntax error at end of input"],
      ["update category set catid = 1 returning catid", "syntax error at or near"],
      ["update category set catid = null", "Cannot insert a NULL value into column catid"],
      ["update category set catname = 'Long musicals'", "value too long for type character varying(9)"],
      ["update category set catid = 'many'", "invalid input syntax"],
      ["update category set catid = 1 where nothing = 1", 'column "nothing" does not exist'],
      ["update category set catid = 1 where catid = count(*)", "aggregates not allowed in WHERE clause"],
      ["update category set catid = catid + count(*)", "cannot use aggregate function in UPDATE"],
      [
        "update category set catid=100 from event left join category cat on event.catid=cat.catid where cat.catgroup='Concerts'",
        "Target table must be part of an equijoin predicate",
      ],
      [
        "update category set catid=1 from category, event where event.catid = category.catid",
        'table name "category" specified more than once',
      ],
      ["update nothing set a = 1", 'relation "nothing" does not exist'],
      [
        "update lake.locations set device_id = 'x'",
        'cannot update the external table "lake.locations": external tables are read-only',
      ],
    ])("%s", async (sql, message) => {
      expect(await stage.fail(sql)).toContain(message);
    });
  });
});

describe("DELETE", () => {
  it("takes WITH, and counts each row once", async () => {
    await tables({ t: "(1, 'a'), (2, 'b'), (2, 'c'), (3, 'd')", s: "(2, 'x'), (2, 'y')" });
    const sql = "WITH gone AS (SELECT id FROM s) DELETE FROM t USING gone WHERE gone.id = t.id";
    expect(await stage.finish(sql)).toMatchObject({ ResultRows: 2 });
    expect(await rowsOf("t")).toEqual([
      [1, "a"],
      [3, "d"],
    ]);
  });

  it("runs a self-join where USING repeats the table", async () => {
    await tables({ t: "(1, 'a'), (1, 'b'), (2, 'c')" });
    await stage.finish("DELETE FROM t USING t AS o WHERE t.id = o.id AND t.name > o.name");
    expect(await rowsOf("t")).toEqual([
      [1, "a"],
      [2, "c"],
    ]);
  });

  it.each([
    ["DELETE FROM lake.locations", "cannot delete from the external table"],
    ["TRUNCATE lake.locations", "cannot truncate the external table"],
    ["DELETE FROM seen", "cannot delete from a view"],
    ["UPDATE seen SET a = 1", "cannot update a view"],
    ["INSERT INTO seen VALUES (1)", "cannot insert into a view"],
  ])("refuses %s", async (sql, message) => {
    await stage.finish("CREATE OR REPLACE VIEW seen AS SELECT 1 AS a WITH NO SCHEMA BINDING");
    expect(await stage.fail(sql)).toContain(message);
  });
});

describe("MERGE", () => {
  const update =
    "WHEN MATCHED THEN UPDATE SET id = source.id, name = source.name WHEN NOT MATCHED THEN INSERT VALUES (source.id, source.name)";

  it("updates the rows that match and inserts the others", async () => {
    await tables({
      target: "(101, 'Bob'), (102, 'John'), (103, 'Susan')",
      source: "(102, 'Tony'), (103, 'Alice'), (104, 'Bill')",
    });
    const merged = await stage.finish(`MERGE INTO target USING source ON target.id = source.id ${update};`);
    expect(merged).toMatchObject({ ResultRows: 3, HasResultSet: false });
    expect(await rowsOf("target")).toEqual([
      [101, "Bob"],
      [102, "Tony"],
      [103, "Alice"],
      [104, "Bill"],
    ]);
    await stage.finish("INSERT INTO source VALUES (105, 'David')");
    await stage.finish(
      "MERGE INTO target USING source ON target.id = source.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (source.id, source.name)",
    );
    expect(await rowsOf("target")).toEqual([
      [101, "Bob"],
      [105, "David"],
    ]);
  });

  it("takes named columns, defaults, an alias, a subquery and an external table", async () => {
    await stage.finish("DROP TABLE IF EXISTS wide");
    await stage.finish("CREATE TABLE wide (id int, name varchar(10) DEFAULT 'new', seen int DEFAULT 7)");
    await stage.finish("INSERT INTO wide VALUES (2, 'Tony', 1), (3, 'Ann', 1)");
    await tables({ source: "(2, 'x'), (9, 'y')" });
    await stage.finish(
      "MERGE INTO wide USING (SELECT id, name FROM source GROUP BY 1, 2) AS s ON wide.id = s.id AND s.id > 0 " +
        "WHEN MATCHED THEN UPDATE SET seen = wide.seen + s.id, name = DEFAULT WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
    );
    await stage.finish(
      "MERGE INTO public.wide USING lake.locations l ON public.wide.name = l.device_id " +
        "WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (name, id, seen) VALUES (l.device_id, 40, DEFAULT)",
    );
    expect(await stage.rows("SELECT * FROM wide ORDER BY 1, 2")).toEqual([
      [2, "new", 3],
      [3, "Ann", 1],
      [9, "new", 7],
      [40, "Bill", 7],
      [40, "Tony", 7],
    ]);
  });

  it("matches no NULL, and updates every row that one row of the source matches", async () => {
    await tables({ target: "(1, 'a'), (1, 'b'), (NULL, 'c')", source: "(1, 'x'), (NULL, 'y')" });
    await stage.finish(`MERGE INTO target USING source ON target.id = source.id ${update}`);
    expect(await rowsOf("target")).toEqual([
      [1, "x"],
      [1, "x"],
      [null, "c"],
      [null, "y"],
    ]);
  });

  it.each([update, "WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (source.id, source.name)"])(
    "fails where a row matches several rows of the source: %s",
    async (clauses) => {
      await tables({ target: "(1, 'Bob'), (2, 'John')", source: "(1, 'Tony'), (1, 'Alice'), (3, 'Bill')" });
      expect(await stage.fail(`MERGE INTO target USING source ON target.id = source.id ${clauses}`)).toBe(
        "ERROR: Found multiple matches to update the same tuple.",
      );
      expect(await rowsOf("target")).toEqual([
        [1, "Bob"],
        [2, "John"],
      ]);
    },
  );

  it("removes duplicates in simplified mode", async () => {
    await tables({
      target: "(30, 'Tony'), (30, 'Daisy'), (11, 'Alice'), (23, 'Bill'), (23, 'Nikki')",
      source: "(23, 'David'), (22, 'Clarence')",
    });
    await stage.finish("MERGE INTO target USING source AS s ON target.id = s.id REMOVE DUPLICATES;");
    expect(await rowsOf("target")).toEqual([
      [11, "Alice"],
      [22, "Clarence"],
      [23, "David"],
      [30, "Daisy"],
      [30, "Tony"],
    ]);
  });

  it("works on temporary tables within a transaction", async () => {
    const { Id } = await stage.client.send(
      new BatchExecuteStatementCommand({
        WorkgroupName: workgroup.name,
        Database: database,
        Sqls: [
          "CREATE TABLE kept (id int, name char(10))",
          "CREATE TEMP TABLE stage (LIKE kept)",
          "INSERT INTO stage VALUES (1, 'a')",
          "MERGE INTO kept USING stage ON kept.id = stage.id REMOVE DUPLICATES",
          "UPDATE stage SET name = 'b'",
          "MERGE INTO kept USING stage ON kept.id = stage.id REMOVE DUPLICATES",
        ],
      }),
    );
    expect((await stage.end(Id)).Error).toBeUndefined();
    expect(await rowsOf("kept")).toEqual([[1, "b"]]);
  });

  describe("refuses", () => {
    beforeAll(async () => tables({ target: "(1, 'a')", source: "(1, 'x')" }));
    afterAll(async () => {
      expect(await rowsOf("target")).toEqual([[1, "a"]]);
    });

    it.each([
      [
        "MERGE INTO target AS t USING source ON t.id = source.id REMOVE DUPLICATES",
        'syntax error at or near "as"',
      ],
      ["MERGE INTO target USING source REMOVE DUPLICATES", "syntax error at or near"],
      ["MERGE INTO target USING source ON target.id = source.id", "syntax error at end of input"],
      [
        "MERGE INTO target USING source ON target.id = source.id WHEN MATCHED AND source.id > 1 THEN DELETE",
        'syntax error at or near "and"',
      ],
      [
        "MERGE INTO target USING source ON target.id = source.id WHEN MATCHED THEN UPDATE SET target.id = 1 WHEN NOT MATCHED THEN INSERT VALUES (1, 'x')",
        'column "target" of relation "target" does not exist',
      ],
      [
        "MERGE INTO target USING source ON target.id = source.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1, 'x', 2)",
        "INSERT has more expressions than target columns",
      ],
      [
        "MERGE INTO target USING source ON target.id = source.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (id, name) VALUES (1)",
        "INSERT has more target columns than expressions",
      ],
      [
        "WITH s AS (SELECT 1 AS id) MERGE INTO target USING s ON target.id = s.id REMOVE DUPLICATES",
        'syntax error at or near "merge"',
      ],
      ["MERGE INTO target USING target ON true REMOVE DUPLICATES", "source and target of MERGE"],
      [
        "MERGE INTO target USING (SELECT id, name FROM target GROUP BY 1, 2) AS s ON target.id = s.id REMOVE DUPLICATES",
        "Source view/subquery in Merge statement cannot reference target table.",
      ],
      [
        "MERGE INTO target USING (SELECT 1 AS id) AS s ON target.id = s.id REMOVE DUPLICATES",
        "the source of MERGE … REMOVE DUPLICATES has 1 column, and the target has 2",
      ],
      [
        "MERGE INTO lake.locations USING source ON true REMOVE DUPLICATES",
        'cannot merge into the external table "lake.locations"',
      ],
      ["MERGE INTO nothing USING source ON true REMOVE DUPLICATES", 'relation "nothing" does not exist'],
      ["MERGE INTO target USING nothing ON true REMOVE DUPLICATES", 'relation "nothing" does not exist'],
    ])("%s", async (sql, message) => {
      expect(await stage.fail(sql)).toContain(message);
    });
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html (LIKE parent_table)
describe("CREATE TABLE (LIKE …)", () => {
  it("takes the columns of another table, and its defaults where it asks for them", async () => {
    await stage.finish("CREATE TABLE parent (a int NOT NULL, b varchar(3) DEFAULT 'b')");
    await stage.finish("CREATE TABLE plain (LIKE parent) DISTSTYLE ALL");
    await stage.finish("CREATE TABLE #full (LIKE public.parent INCLUDING DEFAULTS)");
    await stage.finish("CREATE TABLE filled (like parent including defaults)");
    await stage.finish("INSERT INTO plain (a) VALUES (1)");
    await stage.finish("INSERT INTO filled (a) VALUES (1)");
    expect(await stage.rows("SELECT a, b FROM plain UNION ALL SELECT a, b FROM filled ORDER BY 2")).toEqual([
      [1, "b"],
      [1, null],
    ]);
    expect(await stage.fail("INSERT INTO plain (b) VALUES ('x')")).toContain("Cannot insert a NULL value");
    expect(await stage.fail("CREATE TABLE x (LIKE nothing)")).toContain('relation "nothing" does not exist');
    expect(await stage.fail("CREATE TABLE x (LIKE parent, c int)")).toContain("more columns beside LIKE");
  });
});
