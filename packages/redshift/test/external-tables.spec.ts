import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { zstdCompressSync } from "node:zlib";
import { addPartition, declared, row } from "./locations.ts";
import { openStage, roleArn, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-external-tables.html
// https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE.html
// https://docs.aws.amazon.com/redshift/latest/dg/c-spectrum-data-files.html

let stage: Stage;
let tables = 0;

beforeAll(async () => {
  stage = await openStage({ catalog: declared });
});

afterAll(async () => {
  await stage.close();
});

/** Creates an external table over one object with the given body, and gives its name. */
async function table(
  columns: string,
  body: string | Uint8Array,
  options: { format?: string; name?: string; properties?: string } = {},
) {
  tables += 1;
  const name = `t${tables}`;
  const format = options.format ?? "ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' STORED AS TEXTFILE";
  await stage.finish(
    `CREATE EXTERNAL TABLE lake.${name} (${columns}) ${format} LOCATION 's3://lake/${name}/'` +
      (options.properties === undefined ? "" : ` TABLE PROPERTIES (${options.properties})`),
  );
  await stage.put(`${name}/${options.name ?? "data.csv"}`, body);
  return `lake.${name}`;
}

describe("files", () => {
  it("skips hidden names and folder markers, and reads sub-folders", async () => {
    const name = await table("a varchar(10)", "data\n");
    const folder = name.replace("lake.", "");
    for (const hidden of ["_hidden.csv", ".hidden.csv", "#hidden.csv", "hidden.csv~"]) {
      await stage.put(`${folder}/${hidden}`, "hidden\n");
    }
    await stage.put(`${folder}/sub/`, "");
    await stage.put(`${folder}/sub/deeper/more.csv`, "more\n");
    await stage.put(`${folder}-beside/other.csv`, "other\n");
    expect(await stage.rows(`SELECT a FROM ${name} ORDER BY a`)).toEqual([["data"], ["more"]]);
  });

  it("reads a file whose name would be a pattern", async () => {
    const name = await table("a int", "1\n", { name: "data[1].csv" });
    await stage.put(`${name.replace("lake.", "")}/data1.csv`, "2\n");
    expect(await stage.rows(`SELECT a, "$path" FROM ${name} WHERE "$path" LIKE '%[%'`)).toEqual([
      [1, `s3://lake/${name.replace("lake.", "")}/data[1].csv`],
    ]);
  });

  it("tells gzip and Zstandard by the extension, in one table", async () => {
    const name = await table("a int", "1\n");
    const folder = name.replace("lake.", "");
    await stage.put(`${folder}/b.csv.gz`, "2\n");
    await stage.put(`${folder}/c.csv.zst`, zstdCompressSync("3\n"));
    expect(await stage.rows(`SELECT a FROM ${name} ORDER BY a`)).toEqual([[1], [2], [3]]);
  });

  it("reads bzip2, and names an object that is not bzip2", async () => {
    // printf 'a,1\nb,2\n' | bzip2
    const packed = Buffer.from("QlpoOTFBWSZTWbJLgeoAAANZAAAQAAQwADAAIAAhkxqDALcCF4u5IpwoSFklwPUA", "base64");
    const name = await table("a varchar(5), b int", "c,3\n");
    const folder = name.replace("lake.", "");
    await stage.put(`${folder}/packed.bz2`, packed);
    expect(await stage.rows(`SELECT a, b, "$size" > 0 FROM ${name} ORDER BY a`)).toEqual([
      ["a", 1, true],
      ["b", 2, true],
      ["c", 3, true],
    ]);
    expect(await stage.rows(`SELECT DISTINCT "$path" FROM ${name} WHERE b < 3`)).toEqual([
      [`s3://lake/${folder}/packed.bz2`],
    ]);
    await stage.put(`${folder}/torn.bz2`, packed.subarray(0, 30));
    expect(await stage.fail(`SELECT a FROM ${name}`)).toMatch(
      /^ERROR: Spectrum Scan Error: s3:\/\/lake\/\w+\/torn.bz2: no whole bzip2 file/u,
    );
  });

  it("reads as bzip2 what the table says is bzip2", async () => {
    const packed = Buffer.from("QlpoOTFBWSZTWbJLgeoAAANZAAAQAAQwADAAIAAhkxqDALcCF4u5IpwoSFklwPUA", "base64");
    const name = await table("a varchar(5), b int", packed, {
      name: "data",
      properties: "'compression_type'='bzip2'",
    });
    expect(await stage.rows(`SELECT a, b FROM ${name} ORDER BY a`)).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });

  it("names a compression that it does not have", async () => {
    const name = await table("a int", "1\n", { name: "data.lz4" });
    expect(await stage.fail(`SELECT a FROM ${name}`)).toContain("compression .lz4");
  });

  it("skips the header lines that the table declares", async () => {
    const name = await table("a int", "a\n1\n", { properties: "'skip.header.line.count'='1'" });
    expect(await stage.rows(`SELECT a FROM ${name}`)).toEqual([[1]]);
  });

  // https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_EXTERNAL_TABLE_usage.html
  it('shows "$path" and "$size" where they are asked for, and not in *', async () => {
    const name = await table("a int", "1\n");
    const path = `s3://lake/${name.replace("lake.", "")}/data.csv`;
    expect(await stage.rows(`SELECT "$path", "$size", a FROM ${name}`)).toEqual([[path, 2, 1]]);
    expect(await stage.rows(`SELECT "$path", * FROM ${name}`)).toEqual([[path, 1]]);
    expect(await stage.rows(`SELECT * FROM ${name}`)).toEqual([[1]]);
  });

  it("returns no rows and no error for a location without files", async () => {
    await stage.finish(
      "CREATE EXTERNAL TABLE lake.empty (a int, b timestamp) STORED AS PARQUET LOCATION 's3://lake/nowhere/'",
    );
    expect(await stage.rows("SELECT a, b FROM lake.empty")).toEqual([]);
  });
});

describe("text", () => {
  it("reads a timestamp in one form alone; others are NULL", async () => {
    const name = await table(
      "a timestamp",
      [
        "2026-11-21 10:00:00.123456",
        "2026-11-21T10:00:00.123456",
        "2026-11-21 10:00:00.123456Z",
        "2026-11-21 10:00:00",
        "2026-11-21 10:00:00.123+09",
        "2026-13-21 10:00:00.123456",
        "",
      ].join("\n"),
    );
    expect(await stage.rows(`SELECT a FROM ${name}`)).toEqual([
      ["2026-11-21 10:00:00.123456"],
      [null],
      [null],
      [null],
      [null],
      [null],
    ]);
  });

  it("makes NULL of what does not fit its column", async () => {
    const name = await table(
      "a smallint, b int, c decimal(4,2), d boolean, e date, f double precision",
      "1,2,3.25,TRUE,2026-11-21,1e3\n70000,2.5,100.00,yes,21.11.2026,x\n,,,,,\n",
    );
    expect(await stage.rows(`SELECT * FROM ${name}`)).toEqual([
      [1, 2, "3.25", true, "2026-11-21", 1000],
      [null, null, null, null, null, null],
      [null, null, null, null, null, null],
    ]);
  });

  it("reads a date in each form that Redshift knows", async () => {
    const forms = [
      "2017-05-01",
      "05-01-2017",
      "may-01-2017",
      "01-may-2017",
      "2017-may-01",
      "05-01-17",
      "05-01-89",
      "2017-13-01",
    ];
    const name = await table("a date", `${forms.join("\n")}\n`);
    expect((await stage.rows(`SELECT a FROM ${name}`)).flat()).toEqual([
      ...Array.from({ length: 6 }, () => "2017-05-01"),
      "1989-05-01",
      null,
    ]);
  });

  it("reads numbers as Redshift writes them, and no underscores", async () => {
    const name = await table("a real, b double precision, c decimal(9,2)", "1.5,1e3,2.50\n1_0,1_0,1_0\n");
    expect(await stage.rows(`SELECT a, b, c FROM ${name}`)).toEqual([
      [1.5, 1000, "2.50"],
      [null, null, null],
    ]);
  });

  // https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html#r_Character_types-significance-of-trailing-blanks
  it("counts no trailing blanks in a CHAR", async () => {
    const name = await table("a char(3), b varchar(max)", "ab    ,x \nabcd,y\n");
    expect(await stage.rows(`SELECT LEN(a), '[' || a || ']', LEN(b) FROM ${name}`)).toEqual([
      [2, "[ab]", 2],
      [null, null, 1],
    ]);
  });

  it("reads files with and without a final line end of either kind, and no rows from an empty file", async () => {
    const name = await table("a varchar(9), b int", "h,h\r\nx,1\r\ny,2", {
      properties: "'skip.header.line.count'='1'",
    });
    const folder = name.replace("lake.", "");
    await stage.put(`${folder}/b.csv.gz`, "h,h\nz,3\n");
    await stage.put(`${folder}/c.csv`, "");
    await stage.put(`${folder}/d.csv`, "h,h\n");
    expect(await stage.rows(`SELECT a, b, LEN(a) FROM ${name} ORDER BY b`)).toEqual([
      ["x", 1, 1],
      ["y", 2, 1],
      ["z", 3, 1],
    ]);
  });

  it("measures VARCHAR in bytes, and makes NULL of a longer value or cuts it, as the table declares", async () => {
    const body = "ééé\nab\n";
    expect(await stage.rows(`SELECT a FROM ${await table("a varchar(4)", body)}`)).toEqual([[null], ["ab"]]);
    const cut = await table("a varchar(5)", body, { properties: "'surplus_char_handling'='TRUNCATE'" });
    expect(await stage.rows(`SELECT a FROM ${cut}`)).toEqual([["éé"], ["ab"]]);
  });

  it("keeps quotes as they are, fills a short row with NULL and leaves out what is too much", async () => {
    const name = await table("a varchar(10), b varchar(10), c varchar(10)", '"x",y\np,q,r,s\n');
    expect(await stage.rows(`SELECT * FROM ${name}`)).toEqual([
      ['"x"', "y", null],
      ["p", "q", "r"],
    ]);
  });

  it("knows \\N as NULL, unless the table declares another text", async () => {
    const body = "\\N,\nx,-\n";
    const usual = await table("a varchar(10), b varchar(10)", body);
    expect(await stage.rows(`SELECT a, b FROM ${usual}`)).toEqual([
      [null, ""],
      ["x", "-"],
    ]);
    const own = await table("a varchar(10), b varchar(10)", body, {
      properties: "'serialization.null.format'='-'",
    });
    expect(await stage.rows(`SELECT a, b FROM ${own}`)).toEqual([
      ["\\N", ""],
      ["x", null],
    ]);
  });

  it("takes another delimiter", async () => {
    const name = await table("a int, b int", "1|2\n", {
      format: "ROW FORMAT DELIMITED FIELDS TERMINATED BY '|' LINES TERMINATED BY '\\n' STORED AS TEXTFILE",
    });
    expect(await stage.rows(`SELECT a, b FROM ${name}`)).toEqual([[1, 2]]);
  });
});

it("reads quoted fields by OpenCSVSerde", async () => {
  const name = await table("a varchar(20), b int", '"x,""y",1\n"line\nend","2"\n', {
    format:
      "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' " +
      `WITH SERDEPROPERTIES ('separatorChar'=',', 'quoteChar'='"', 'escapeChar'='"') STORED AS TEXTFILE`,
  });
  expect(await stage.rows(`SELECT a, b FROM ${name}`)).toEqual([
    ['x,"y', 1],
    ["line\nend", 2],
  ]);
});

it.each([
  ["the usual escape", ""],
  ["a quote as its escape", `WITH SERDEPROPERTIES ('escapeChar'='"')`],
  ["another escape", "WITH SERDEPROPERTIES ('escapeChar'='$', 'quoteChar'='|')"],
])("reads line ends within quotes by OpenCSVSerde with %s", async (_, properties) => {
  const quote = properties.includes("quoteChar") ? "|" : '"';
  const body = '"a","1"\n"two\nlines","2"\n"and\r\nmore\n","3"\nz,4\n'.replaceAll('"', quote);
  const name = await table("a varchar(20), b int", body, {
    format: `ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' ${properties} STORED AS TEXTFILE`,
  });
  expect(await stage.rows(`SELECT a, b FROM ${name} ORDER BY b`)).toEqual([
    ["a", 1],
    ["two\nlines", 2],
    ["and\r\nmore\n", 3],
    ["z", 4],
  ]);
});

it("takes a doubled quote for a quote, whatever OpenCSVSerde's escape", async () => {
  const name = await table("a varchar(20), b int", '"x,""y""",1\r\n"\\"z",2', {
    format: "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' STORED AS TEXTFILE",
  });
  expect(await stage.rows(`SELECT a, b FROM ${name}`)).toEqual([
    ['x,"y"', 1],
    ['"z', 2],
  ]);
});

it("refuses pseudocolumns and names of three parts in a definition", async () => {
  const create = (rest: string): string =>
    `CREATE EXTERNAL TABLE ${rest} STORED AS PARQUET LOCATION 's3://lake/nowhere/'`;
  expect(await stage.fail(create('lake.x ("$path" int)'))).toContain('column "$path" cannot be declared');
  expect(await stage.fail(create("other.lake.x (a int)"))).toContain(
    'the cross-database reference "other.lake.x" is not supported',
  );
});

it("reads Parquet by the columns' names and refuses another type", async () => {
  const from = await table("a int, b varchar(10), c timestamp", "1,x,2026-11-21 10:00:00.000000\n");
  await stage.finish(
    `UNLOAD ('SELECT a, b, c FROM ${from}') TO 's3://lake/parquet/' IAM_ROLE '${roleArn}' FORMAT PARQUET`,
  );
  const create = (name: string, columns: string) =>
    stage.finish(
      `CREATE EXTERNAL TABLE lake.${name} (${columns}) STORED AS PARQUET LOCATION 's3://lake/parquet/'`,
    );
  await create("p1", "c timestamp, b varchar(10), missing int, a int");
  expect(await stage.rows("SELECT * FROM lake.p1")).toEqual([["2026-11-21 10:00:00", "x", null, 1]]);
  await create("p2", "a varchar(10)");
  expect(await stage.fail("SELECT a FROM lake.p2")).toContain('incompatible Parquet schema for column "a"');
});

// https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_external-table.html
describe("partitions", () => {
  beforeAll(async () => {
    await stage.put("store/dt=2026-11-21/a.csv.gz", row("device-1", "r-1", 1));
    await stage.put("store/dt=2026-11-22/a.csv.gz", row("device-2", "r-2", 2));
    // Not gzip: opening the file fails.
    await stage.put("store/dt=2026-11-23/a.csv.gz", Buffer.from("no gzip"));
    for (const date of ["2026-11-21", "2026-11-22", "2026-11-23"]) {
      await stage.finish(addPartition(date));
    }
  });

  it("reads the partitions alone that the condition leaves", async () => {
    const devices = (where: string) =>
      stage.rows(`SELECT device_id, dt FROM lake.locations AS l WHERE ${where} ORDER BY 1`);
    expect(await devices("dt = '2026-11-21'")).toEqual([["device-1", "2026-11-21"]]);
    expect(await devices("l.dt < '2026-11-23' AND latitude > 0")).toHaveLength(2);
    expect(await devices("dt IN ('2026-11-21', '2026-11-22') AND device_id <> 'device-1'")).toEqual([
      ["device-2", "2026-11-22"],
    ]);
    expect(await devices("dt = TRUNC(GETDATE()) - 1 AND dt::varchar(10) <> '2026-11-23'")).toEqual([
      ["device-1", "2026-11-21"],
    ]);
    expect(await devices("dt = DATEADD(day, -1, GETDATE())::date")).toEqual([["device-1", "2026-11-21"]]);
    expect(await stage.fail("SELECT COUNT(*) FROM lake.locations")).toContain("ERROR:");
  });

  it("keeps a condition on the nullable side of an outer join for after the join", async () => {
    expect(
      await stage.rows(
        "SELECT a.n, b.device_id FROM (SELECT 1 AS n) a LEFT JOIN " +
          "(SELECT * FROM lake.locations WHERE dt = '2026-11-21') b ON a.n = 1 WHERE b.dt IS NULL OR b.dt = '2026-11-21'",
      ),
    ).toEqual([[1, "device-1"]]);
  });

  it("leaves an existing partition as it is by IF NOT EXISTS, refuses it without, moves it by SET LOCATION, and drops it", async () => {
    const alter = (rest: string) => `ALTER TABLE lake.locations ${rest}`;
    await stage.finish(
      alter("ADD IF NOT EXISTS PARTITION (dt='2026-11-21') LOCATION 's3://lake/elsewhere/'"),
    );
    expect(await stage.rows("SELECT device_id FROM lake.locations WHERE dt='2026-11-21'")).toEqual([
      ["device-1"],
    ]);
    expect(
      await stage.fail(alter("ADD PARTITION (dt='2026-11-21') LOCATION 's3://lake/elsewhere/'")),
    ).toContain("already exists");
    await stage.finish(alter("PARTITION (dt='2026-11-21') SET LOCATION 's3://lake/store/dt=2026-11-22/'"));
    expect(await stage.rows("SELECT device_id FROM lake.locations WHERE dt='2026-11-21'")).toEqual([
      ["device-2"],
    ]);
    await stage.finish(alter("DROP PARTITION (dt='2026-11-21')"));
    expect(await stage.rows("SELECT device_id FROM lake.locations WHERE dt='2026-11-21'")).toEqual([]);
    expect(await stage.keys("store/dt=2026-11-21/")).toEqual(["store/dt=2026-11-21/a.csv.gz"]);
  });

  it("adds up to 100 partitions in one statement", async () => {
    const dates = Array.from({ length: 101 }, (_, day) =>
      new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10),
    );
    const add = (chosen: string[]) =>
      `ALTER TABLE lake.locations ADD ${chosen.map((date) => `PARTITION (dt='${date}') LOCATION 's3://lake/${date}/'`).join(" ")}`;
    expect(await stage.fail(add(dates))).toContain("at most 100 partitions");
    await stage.finish(add(dates.slice(0, 100)));
    expect(
      await stage.rows("SELECT COUNT(*) FROM svv_external_partitions WHERE location LIKE 's3://lake/2027-%'"),
    ).toEqual([[100]]);
  });

  it.each([
    ["an unknown key", "ADD PARTITION (day='2026-11-21') LOCATION 's3://lake/x/'", "not a partition key"],
    [
      "a value of another type",
      "ADD PARTITION (dt='tomorrow') LOCATION 's3://lake/x/'",
      'invalid value "tomorrow"',
    ],
    [
      "a location that is not one",
      "ADD PARTITION (dt='2026-12-01') LOCATION '/etc/'",
      "not a location of the form s3://",
    ],
    [
      "a location that leaves its bucket",
      "ADD PARTITION (dt='2026-12-01') LOCATION 's3://lake/../../x/'",
      "a folder named",
    ],
    ["a partition that is not there", "DROP PARTITION (dt='1999-01-01')", "does not exist"],
  ])("refuses %s", async (_, rest, message) => {
    expect(await stage.fail(`ALTER TABLE lake.locations ${rest}`)).toContain(message);
  });
});

it("fetches objects that are not plain files", async () => {
  const name = await table("a int", "1\n");
  await stage.put(`${name.replace("lake.", "")}/b.csv.gz`, "2\n");
  await stage.restart({ storage: { ...stage.storage, localPath: () => undefined } });
  expect(await stage.rows(`SELECT a FROM ${name} ORDER BY a`)).toEqual([[1], [2]]);
});
