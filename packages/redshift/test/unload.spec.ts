import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { openStage, roleArn, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
// https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD_command_examples.html

let stage: Stage;
let unloads = 0;

beforeAll(async () => {
  stage = await openStage();
  await stage.finish(
    "CREATE EXTERNAL TABLE lake.numbers (n int, text varchar(100)) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' " +
      "STORED AS TEXTFILE LOCATION 's3://lake/numbers/'",
  );
  const lines = Array.from({ length: 120_000 }, (_, index) => `${index},${"x".repeat(90)}\n`);
  await stage.put("numbers/a.csv.gz", lines.join(""));
});

afterAll(async () => {
  await stage.close();
});

/** Unloads to a prefix of its own and returns the keys that were written, without the prefix. */
async function unload(query: string, options: string) {
  unloads += 1;
  const prefix = `unload-${unloads}/out_`;
  const sql = `UNLOAD ('${query.replaceAll("'", "''")}') TO 's3://lake/${prefix}' IAM_ROLE '${roleArn}' ${options}`;
  const described = await stage.finish(sql);
  const keys = (await stage.keys(prefix)).map((key) => key.slice(prefix.length));
  return { prefix, sql, keys, described, text: (key: string) => stage.text(`${prefix}${key}`) };
}

async function unloadText(query: string, options: string): Promise<string> {
  const { text } = await unload(query, `FORMAT CSV PARALLEL OFF ${options}`);
  return text("000");
}

describe("CSV", () => {
  it("quotes a field only where it holds the delimiter, a quote or a line end", async () => {
    const query = `SELECT 'plain' AS a, 'a,b' AS b, 'say "x"' AS c, 'two\\nlines' AS d, '#x' AS e, ' blank ' AS f, 'a;b' AS g`;
    expect(await unloadText(query, "")).toBe('plain,"a,b","say ""x""","two\nlines",#x, blank ,a;b\n');
    expect(await unloadText(query, "DELIMITER AS ';'")).toBe(
      'plain;a,b;"say ""x""";"two\nlines";#x; blank ;"a;b"\n',
    );
  });

  it("prints booleans, timestamps and numbers as Redshift does", async () => {
    const query =
      "SELECT true, false, '2026-11-21 10:00:00'::timestamp, '2026-11-21 10:00:00.120000'::timestamp, '2026-11-21'::date, " +
      "5::double precision, 0.1::double precision + 0.2, 1e20::double precision, 0.1::real, 1.50::decimal(4,2), 7::bigint";
    expect(await unloadText(query, "")).toBe(
      "t,f,2026-11-21 10:00:00,2026-11-21 10:00:00.12,2026-11-21,5,0.3,1e+20,0.1,1.50,7\n",
    );
  });

  it("prints NULL as nothing, or as the text of NULL AS", async () => {
    const query = "SELECT NULL AS a, '' AS b, 'x' AS c";
    expect(await unloadText(query, "")).toBe(",,x\n");
    expect(await unloadText(query, "NULL AS 'NULL'")).toBe("NULL,,x\n");
  });

  it("begins each file with a header line by HEADER", async () => {
    expect(await unloadText(`SELECT 1 AS a, 2 AS "b c", 3 AS "d,e"`, "HEADER")).toBe('a,b c,"d,e"\n1,2,3\n');
    expect(
      await unloadText(
        "SELECT COUNT(*), MAX(n), n % 2, CASE WHEN 1=1 THEN 1 END FROM lake.numbers WHERE n < 1 GROUP BY n",
        "HEADER",
      ),
    ).toBe("count,max,?column?,case\n1,0,0,1\n");
  });

  it("puts a backslash before what could be misread in texts and in the header line by ESCAPE", async () => {
    const query = `SELECT 'a,b' AS "x,y", 'a\\\\\\\\b' AS b, 'two\\nlines' AS c, 1.5 AS d, 'plain' AS e, 'say "x"' AS f`;
    expect(await unloadText(query, "ESCAPE HEADER")).toBe(
      '"x\\,y",b,c,d,e,f\n"a\\,b",a\\\\b,"two\\\nlines",1.5,plain,"say ""x"""\n',
    );
    expect(await unloadText("SELECT 'a;b', 'c,d'", "ESCAPE DELIMITER ';'")).toBe('"a\\;b";c,d\n');
  });

  it("keeps the order of ORDER BY over all rows by PARALLEL OFF", async () => {
    const { text } = await unload("SELECT n FROM lake.numbers ORDER BY n DESC", "FORMAT AS CSV PARALLEL OFF");
    const numbers = (await text("000")).trimEnd().split("\n").map(Number);
    expect(numbers).toEqual(Array.from({ length: 120_000 }, (_, index) => 119_999 - index));
  });
});

describe("files", () => {
  it("names files by slice and part by PARALLEL ON, by number by PARALLEL OFF, and adds EXTENSION or the compression's suffix", async () => {
    const query = "SELECT n FROM lake.numbers WHERE n < 10";
    expect((await unload(query, "FORMAT CSV")).keys).toEqual(["0000_part_00", "0001_part_00"]);
    expect((await unload(query, "FORMAT CSV PARALLEL TRUE")).keys).toEqual(["0000_part_00", "0001_part_00"]);
    expect((await unload(query, "CSV PARALLEL FALSE")).keys).toEqual(["000"]);
    expect((await unload(query, "CSV PARALLEL OFF GZIP")).keys).toEqual(["000.gz"]);
    expect((await unload(query, "CSV PARALLEL OFF ZSTD")).keys).toEqual(["000.zst"]);
    expect((await unload(query, "CSV PARALLEL OFF BZIP2")).keys).toEqual(["000.bz2"]);
    expect((await unload(query, "CSV PARALLEL OFF GZIP EXTENSION 'csv.gz'")).keys).toEqual(["000.csv.gz"]);
    expect((await unload(query, "PARQUET")).keys).toEqual(["0000_part_00.parquet", "0001_part_00.parquet"]);
    expect((await unload(query, "FORMAT AS PARQUET PARALLEL OFF")).keys).toEqual(["000.parquet"]);
  });

  it("compresses what it says", async () => {
    const query = "SELECT n FROM lake.numbers WHERE n < 3 ORDER BY n";
    const gzip = await unload(query, "CSV PARALLEL OFF GZIP");
    expect(gunzipSync(await stage.bytes(`${gzip.prefix}000.gz`)).toString()).toBe("0\n1\n2\n");
    const zstd = await unload(query, "CSV PARALLEL OFF ZSTD");
    expect(zstdDecompressSync(await stage.bytes(`${zstd.prefix}000.zst`)).toString()).toBe("0\n1\n2\n");
    const bzip2 = await unload(query, "CSV PARALLEL OFF BZIP2");
    const packed = Buffer.from(await stage.bytes(`${bzip2.prefix}000.bz2`));
    expect(packed.subarray(0, 4).toString()).toBe("BZh9");
  });

  it("can be read as an external table, however they are compressed", async () => {
    for (const compression of ["GZIP", "ZSTD", "BZIP2"]) {
      const { prefix } = await unload("SELECT n, text FROM lake.numbers", `CSV ${compression}`);
      const table = `lake.read_${compression.toLowerCase()}`;
      const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
      await stage.finish(
        `CREATE EXTERNAL TABLE ${table} (n int, text varchar(100)) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ` +
          `STORED AS TEXTFILE LOCATION 's3://lake/${folder}'`,
      );
      expect(await stage.rows(`SELECT COUNT(*), SUM(n), MIN(LEN(text)) FROM ${table}`)).toEqual([
        [120_000, 7_199_940_000, 90],
      ]);
    }
  });

  it("splits at MAXFILESIZE between records, each file with its header", async () => {
    const unloaded = await unload(
      `SELECT n, CASE WHEN n % 1000 = 0 THEN 'two\\nlines' ELSE text END AS text FROM lake.numbers ORDER BY n`,
      "FORMAT CSV HEADER PARALLEL OFF MAXFILESIZE 5 MB MANIFEST VERBOSE",
    );
    expect(unloaded.keys).toEqual(["000", "001", "002", "manifest"]);
    let next = 0;
    for (const key of ["000", "001", "002"]) {
      const text = await unloaded.text(key);
      expect(text.length).toBeLessThanOrEqual(5 * 1024 * 1024);
      expect(text.startsWith("n,text\n")).toBe(true);
      for (const [, number] of text.matchAll(/^(\d+),/gmu)) {
        expect(Number(number)).toBe(next++);
      }
    }
    expect(next).toBe(120_000);
    const manifest: unknown = JSON.parse(await unloaded.text("manifest"));
    expect(manifest).toMatchObject({ meta: { record_count: 120_003 } });
  });

  it("cuts and compresses a large file, too", async () => {
    const unloaded = await unload(
      "SELECT n, text || text AS text FROM lake.numbers ORDER BY n",
      "FORMAT CSV HEADER GZIP PARALLEL OFF MAXFILESIZE 10 MB MANIFEST VERBOSE",
    );
    expect(unloaded.keys).toEqual(["000.gz", "001.gz", "002.gz", "manifest"]);
    const texts: string[] = [];
    for (const key of ["000.gz", "001.gz", "002.gz"]) {
      const text = gunzipSync(await stage.bytes(`${unloaded.prefix}${key}`)).toString();
      expect(text.startsWith("n,text\n")).toBe(true);
      texts.push(text.slice("n,text\n".length));
    }
    const numbers = texts.join("").matchAll(/^(\d+),/gmu);
    expect([...numbers].map(([, number]) => Number(number))).toEqual([...Array(120_000).keys()]);
    const manifest: unknown = JSON.parse(await unloaded.text("manifest"));
    expect(manifest).toMatchObject({ meta: { record_count: 120_003 } });
  });

  it("writes a folder for each value of PARTITION BY, without its column unless INCLUDE", async () => {
    const query = "SELECT n, n % 2 AS half FROM lake.numbers WHERE n < 4 ORDER BY n";
    const unloaded = await unload(query, "CSV HEADER PARALLEL OFF PARTITION BY (half) MANIFEST");
    expect(unloaded.keys).toEqual(["/half=0/000", "/half=1/000", "manifest"]);
    expect(await unloaded.text("/half=1/000")).toBe("n\n1\n3\n");
    const unknown = await unload("SELECT 1 AS n, NULL::int AS half", "CSV PARALLEL OFF PARTITION BY (half)");
    expect(unknown.keys).toEqual(["/half=__HIVE_DEFAULT_PARTITION__/000"]);
    const included = await unload(query, "CSV PARALLEL OFF PARTITION BY (half) INCLUDE");
    expect(await included.text("/half=1/000")).toBe("1,1\n3,1\n");
  });

  it("lists the files in a manifest, by VERBOSE with bytes, records and columns", async () => {
    const plain = await unload("SELECT n FROM lake.numbers WHERE n < 10", "CSV MANIFEST");
    expect(JSON.parse(await plain.text("manifest"))).toEqual({
      entries: [
        { url: `s3://lake/${plain.prefix}0000_part_00` },
        { url: `s3://lake/${plain.prefix}0001_part_00` },
      ],
    });
    const verbose = await unload(
      "SELECT n, n::varchar AS text, text AS words, 'x'::char(3) AS c, text || 'x' AS longer FROM lake.numbers WHERE n < 10",
      "CSV GZIP MANIFEST VERBOSE PARALLEL OFF",
    );
    const { length } = await stage.bytes(`${verbose.prefix}000.gz`);
    expect(JSON.parse(await verbose.text("manifest"))).toEqual({
      entries: [
        { url: `s3://lake/${verbose.prefix}000.gz`, meta: { content_length: length, record_count: 10 } },
      ],
      schema: {
        elements: [
          { name: "n", type: { base: "integer" } },
          { name: "text", type: { base: "character varying", max_length: 65_535 } },
          { name: "words", type: { base: "character varying", max_length: 100 } },
          { name: "c", type: { base: "character", max_length: 3 } },
          { name: "longer", type: { base: "character varying", max_length: 65_535 } },
        ],
      },
      meta: { content_length: length, record_count: 10 },
      author: { name: "Amazon Redshift", version: "1.0.0" },
    });
  });
});

describe("the target", () => {
  it("must be empty, unless ALLOWOVERWRITE or CLEANPATH", async () => {
    const first = await unload("SELECT n FROM lake.numbers WHERE n < 10", "CSV");
    expect(await stage.fail(first.sql)).toContain("Specified unload destination on S3 is not empty.");
    await stage.finish(`${first.sql} PARALLEL OFF ALLOWOVERWRITE`);
    expect(await stage.keys(first.prefix)).toHaveLength(3);
    await stage.finish(`${first.sql} PARALLEL OFF CLEANPATH`);
    expect(await stage.keys(first.prefix)).toEqual([`${first.prefix}000`]);
  });

  it("loses by CLEANPATH with PARTITION BY only the folders of the partitions that are written", async () => {
    const days = "SELECT n, n % 2 AS half FROM lake.numbers WHERE n < 4";
    const { prefix, sql } = await unload(days, "CSV PARTITION BY (half)");
    await stage.put(`${prefix}/half=1/stale`, "9\n");
    await stage.put(`${prefix}/half=7/kept`, "9\n");
    await stage.finish(`${sql} PARALLEL OFF CLEANPATH`);
    expect(await stage.keys(prefix)).toEqual([
      `${prefix}/half=0/000`,
      `${prefix}/half=1/000`,
      `${prefix}/half=7/kept`,
    ]);
  });

  it("must be in a bucket that is there", async () => {
    const sql = `UNLOAD ('SELECT 1') TO 's3://no-such-bucket/x' IAM_ROLE '${roleArn}' CSV`;
    const refusal = /^ERROR: S3ServiceException:[^\n]*,Status 404,Error NoSuchBucket$/u;
    expect(await stage.fail(sql)).toMatch(refusal);
    expect(await stage.fail(`${sql} ALLOWOVERWRITE`)).toMatch(refusal);
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/t_unloading_encrypted_files.html
describe("encryption", () => {
  it.each([
    ["S3's own keys where nothing is said", "", { kind: "s3" }],
    ["S3's own keys by ENCRYPTED alone", "ENCRYPTED", { kind: "s3" }],
    ["the bucket's default by ENCRYPTED AUTO", "ENCRYPTED AUTO", { kind: "bucket-default" }],
    ["a key of KMS by KMS_KEY_ID", "KMS_KEY_ID '1234abcd' ENCRYPTED", { kind: "kms", keyId: "1234abcd" }],
  ])("asks S3 for %s, of each file and of the manifest", async (_, options, encryption) => {
    for (const format of ["CSV", "PARQUET"]) {
      const { prefix, keys } = await unload(
        "SELECT n FROM lake.numbers WHERE n < 10",
        `${format} MANIFEST ${options}`,
      );
      expect(keys).toHaveLength(3);
      for (const key of keys) {
        expect(stage.encryptions.get(prefix + key)).toEqual(encryption);
      }
    }
  });
});

// https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-authorization.html
it.each(["CREDENTIALS", "WITH CREDENTIALS AS"])("takes the role by %s too", async (words) => {
  await stage.finish(
    `UNLOAD ('SELECT 1') TO 's3://lake/${words.length}/' ${words} 'aws_iam_role=${roleArn}' CSV`,
  );
  const unknown = `UNLOAD ('SELECT 1') TO 's3://lake/c/' ${words} 'aws_iam_role=arn:aws:iam::1:role/x' CSV`;
  expect(await stage.fail(unknown)).toContain(
    "Not authorized to get credentials of role arn:aws:iam::1:role/x",
  );
});

describe("what is refused", () => {
  const role = `IAM_ROLE '${roleArn}'`;
  it.each([
    [
      "LIMIT in the outermost SELECT",
      `('SELECT 1 LIMIT 1') TO 's3://lake/r/' ${role} CSV`,
      "Limit clause is not supported",
    ],
    [
      "TOP in the outermost SELECT",
      `('SELECT TOP 1 n FROM lake.numbers') TO 's3://lake/r/' ${role} CSV`,
      "Limit clause is not supported",
    ],
    [
      "a role that the stage does not have",
      "('SELECT 1') TO 's3://lake/r/' IAM_ROLE 'arn:aws:iam::1:role/x' CSV",
      "Not authorized to get credentials of role arn:aws:iam::1:role/x",
    ],
    [
      "a default role that does not exist",
      "('SELECT 1') TO 's3://lake/r/' IAM_ROLE default CSV",
      "default IAM role is not set",
    ],
    ["no role", "('SELECT 1') TO 's3://lake/r/' CSV", "needs IAM_ROLE"],
    [
      "an extension that leads elsewhere",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV EXTENSION '../../x'`,
      "the extension",
    ],
    [
      "a location without a bucket",
      `('SELECT 1') TO 's3://../r/' ${role} CSV`,
      "not a location of the form s3://",
    ],
    ["a target outside S3", `('SELECT 1') TO '/tmp/r' ${role} CSV`, "not a location of the form s3://"],
    [
      "a statement that is no SELECT",
      `('DROP TABLE lake.numbers') TO 's3://lake/r/' ${role} CSV`,
      "anything but one SELECT",
    ],
    ["two statements", `('SELECT 1; SELECT 2') TO 's3://lake/r/' ${role} CSV`, "anything but one SELECT"],
    [
      "a size under 5 MB",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV MAXFILESIZE 4 MB`,
      "between 5 MB and 6.2 GB",
    ],
    [
      "an option twice",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV HEADER HEADER`,
      "conflicting or redundant options: HEADER",
    ],
    [
      "ALLOWOVERWRITE with CLEANPATH",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV ALLOWOVERWRITE CLEANPATH`,
      "conflicting or redundant options: ALLOWOVERWRITE or CLEANPATH",
    ],
    ["HEADER of Parquet", `('SELECT 1') TO 's3://lake/r/' ${role} PARQUET HEADER`, "HEADER is not supported"],
    ["JSON", `('SELECT 1') TO 's3://lake/r/' ${role} JSON`, "FORMAT JSON is not supported"],
    ["delimited text", `('SELECT 1') TO 's3://lake/r/' ${role}`, "without FORMAT CSV or PARQUET"],
    [
      "ADDQUOTES of CSV",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV ADDQUOTES`,
      "ADDQUOTES is not supported for UNLOAD to CSV",
    ],
    [
      "FIXEDWIDTH of CSV",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV FIXEDWIDTH AS '1:2'`,
      "FIXEDWIDTH is not supported for UNLOAD to CSV",
    ],
    [
      "ROWGROUPSIZE of CSV",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV ROWGROUPSIZE 32`,
      "ROWGROUPSIZE is not supported for UNLOAD to CSV",
    ],
    [
      "BZIP2 of Parquet",
      `('SELECT 1') TO 's3://lake/r/' ${role} PARQUET BZIP2`,
      "BZIP2 is not supported for UNLOAD to PARQUET",
    ],
    [
      "ESCAPE of Parquet",
      `('SELECT 1') TO 's3://lake/r/' ${role} PARQUET ESCAPE`,
      "ESCAPE is not supported for UNLOAD to PARQUET",
    ],
    [
      "row groups under 32 MB",
      `('SELECT 1') TO 's3://lake/r/' ${role} PARQUET ROWGROUPSIZE 31 MB`,
      "between 32 MB and 128 MB, not 31 MB",
    ],
    [
      "row groups over 128 MB",
      `('SELECT 1') TO 's3://lake/r/' ${role} PARQUET ROWGROUPSIZE AS 1 GB`,
      "between 32 MB and 128 MB, not 1 GB",
    ],
    [
      "row groups of a fraction",
      `('SELECT 1') TO 's3://lake/r/' ${role} PARQUET ROWGROUPSIZE 33.5`,
      "a whole number between",
    ],
    [
      "KMS_KEY_ID alone",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV KMS_KEY_ID 'k'`,
      "KMS_KEY_ID needs ENCRYPTED",
    ],
    [
      "ENCRYPTED AUTO with a key",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV ENCRYPTED AUTO KMS_KEY_ID 'k'`,
      "exclude each other",
    ],
    [
      "client-side encryption",
      `('SELECT 1') TO 's3://lake/r/' ${role} CSV MASTER_SYMMETRIC_KEY 'k' ENCRYPTED`,
      "no client-side encryption any more",
    ],
    [
      "KMS_KEY_ID with CREDENTIALS",
      `('SELECT 1') TO 's3://lake/r/' CREDENTIALS 'aws_iam_role=${roleArn}' CSV KMS_KEY_ID 'k' ENCRYPTED`,
      "KMS_KEY_ID and CREDENTIALS exclude each other",
    ],
    [
      "a role twice",
      `('SELECT 1') TO 's3://lake/r/' CREDENTIALS 'aws_iam_role=${roleArn}' ${role} CSV`,
      "conflicting or redundant options: IAM_ROLE",
    ],
    [
      "keys in CREDENTIALS",
      `('SELECT 1') TO 's3://lake/r/' CREDENTIALS 'aws_access_key_id=a;aws_secret_access_key=s' CSV`,
      "CREDENTIALS of anything but aws_iam_role is not supported",
    ],
    [
      "keys as credentials",
      `('SELECT 1') TO 's3://lake/r/' ACCESS_KEY_ID 'a' SECRET_ACCESS_KEY 's' CSV`,
      "ACCESS_KEY_ID is not supported",
    ],
    [
      "a partition key of a type that cannot be one",
      `('SELECT 1 AS a, 2::double precision AS b') TO 's3://lake/r/' ${role} CSV PARTITION BY (b)`,
      'the PARTITION BY column "b" has the type double precision',
    ],
    ["another region", `('SELECT 1') TO 's3://lake/r/' ${role} CSV REGION 'eu-west-1'`, "region eu-west-1"],
    [
      "a partition column that is not there",
      `('SELECT 1 AS a') TO 's3://lake/r/' ${role} CSV PARTITION BY (b)`,
      '"b" is not in the SELECT',
    ],
  ])("%s", async (_, rest, message) => {
    expect(await stage.fail(`UNLOAD ${rest}`)).toContain(message);
    expect(await stage.keys("r/")).toEqual([]);
  });
});
