import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  ListStatementsCommand,
} from "@aws-sdk/client-redshift-data";
import type { ServiceEvent } from "@ashiato/aws-json/service-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { declared } from "./locations.ts";
import { database, openStage, workgroup, type Stage } from "./stage.ts";

// https://docs.aws.amazon.com/redshift/latest/mgmt/data-api.html
// https://docs.aws.amazon.com/redshift-data/latest/APIReference/Welcome.html

let stage: Stage;
const events: ServiceEvent[] = [];
const to = { WorkgroupName: workgroup.name, Database: database };

/** Keeps DuckDB busy until it is interrupted. */
const endless =
  "SELECT COUNT(*) FROM (SELECT 1 AS a FROM svv_external_columns) x, " +
  Array.from({ length: 12 }, (_, index) => `svv_external_columns c${index}`).join(", ");

beforeEach(async () => {
  events.length = 0;
  stage = await openStage({ catalog: declared, onEvent: (event) => events.push(event) });
});

afterEach(async () => {
  await stage.close();
});

describe("ExecuteStatement", () => {
  it("answers at once with the id of a submitted statement", async () => {
    const answer = await stage.client.send(new ExecuteStatementCommand({ ...to, Sql: "SELECT 1" }));
    expect(answer).toMatchObject({ Status: "SUBMITTED", Database: database, WorkgroupName: workgroup.name });
    expect(answer.Id).toMatch(/^[0-9a-f-]{36}$/u);
    expect(answer.CreatedAt?.getTime()).toBe(stage.clock.time);
  });

  it("waits for the end when asked to, and takes the workgroup's ARN", async () => {
    const answer = await stage.client.send(
      new ExecuteStatementCommand({
        Database: database,
        WorkgroupName: workgroup.arn,
        Sql: "SELECT 1",
        WaitTimeSeconds: 30,
      }),
    );
    expect(answer).toMatchObject({ Status: "FINISHED", HasResultSet: true });
  });

  it("returns the current status when the time to wait is over", async () => {
    const { Id, Status } = await stage.client.send(
      new ExecuteStatementCommand({ ...to, Sql: endless, WaitTimeSeconds: 1 }),
    );
    expect(Status).toBe("STARTED");
    await stage.client.send(new CancelStatementCommand({ Id }));
  });

  it("runs a statement once for one ClientToken, for eight hours", async () => {
    const request = { ...to, Sql: "SELECT 1", ClientToken: "token-1" };
    const first = await stage.client.send(new ExecuteStatementCommand(request));
    const second = await stage.client.send(new ExecuteStatementCommand(request));
    expect(second.Id).toBe(first.Id);
    await expect(
      stage.client.send(new ExecuteStatementCommand({ ...request, Sql: "SELECT 2" })),
    ).rejects.toMatchObject({
      name: "ValidationException",
    });
    stage.clock.time += 8 * 3_600_000 + 1;
    const third = await stage.client.send(new ExecuteStatementCommand(request));
    expect(third.Id).not.toBe(first.Id);
  });

  it("puts named parameters in as values", async () => {
    expect(
      await stage.rows("SELECT :name AS name, 1 + :count::int AS n, ':name' AS text", {
        name: "O'Neil",
        count: "2",
      }),
    ).toEqual([["O'Neil", 3, ":name"]]);
    expect(await stage.rows("SELECT 1 WHERE 'x' = :value", { value: "x' OR '1'='1" })).toEqual([]);
  });

  it.each([
    ["an unknown workgroup", { WorkgroupName: "other" }, "Redshift endpoint doesn't exist in this region."],
    [
      "a cluster",
      { WorkgroupName: undefined, ClusterIdentifier: "c" },
      "Redshift endpoint doesn't exist in this region.",
    ],
    [
      "no endpoint",
      { WorkgroupName: undefined },
      "Either ClusterIdentifier, WorkgroupName or SessionId must be provided.",
    ],
    ["no database", { Database: undefined }, "Database must be provided."],
    ["a name over 500 characters", { StatementName: "x".repeat(501) }, "statementName"],
    ["a token over 64 characters", { ClientToken: "x".repeat(65) }, "clientToken"],
    ["a session over 24 hours", { SessionKeepAliveSeconds: 86_401 }, "sessionKeepAliveSeconds"],
    ["a text over 100 KB", { Sql: `SELECT '${"x".repeat(102_400)}'` }, "100 KB"],
    ["a wait over 30 seconds", { WaitTimeSeconds: 31 }, "waitTimeSeconds"],
    ["unused parameters", { Parameters: [{ name: "id", value: "1" }] }, "Unused parameters: [id]"],
    [
      "missing parameters",
      { Sql: "SELECT :a, :b", Parameters: [{ name: "a", value: "1" }] },
      "Missing parameters: [b]",
    ],
  ])("refuses %s", async (_, members, message) => {
    await expect(
      stage.client.send(new ExecuteStatementCommand({ ...to, Sql: "SELECT 1", ...members })),
    ).rejects.toMatchObject({ name: "ValidationException", message: expect.stringContaining(message) });
  });

  it("refuses a statement beyond 500 active ones", async () => {
    const submit = () => stage.client.send(new ExecuteStatementCommand({ ...to, Sql: endless }));
    await Promise.all([submit(), submit()]);
    for (let count = 2; count < 500; count += 1) {
      await submit();
    }
    await expect(submit()).rejects.toMatchObject({ name: "ActiveStatementsExceededException" });
  });

  it("fails a statement, and raises nothing, for what is wrong with its SQL or database", async () => {
    expect(await stage.run("SELEKT 1")).toMatchObject({
      Status: "FAILED",
      Error: 'ERROR: syntax error at or near "selekt"\n  Position: 1',
    });
    expect(await stage.fail("SELECT 1; SELECT 2")).toContain("multiple commands");
    const { Id } = await stage.client.send(
      new ExecuteStatementCommand({ ...to, Database: "other", Sql: "SELECT 1" }),
    );
    expect(await stage.end(Id)).toMatchObject({
      Status: "FAILED",
      Error: 'ERROR: database "other" does not exist',
    });
  });
});

describe("DescribeStatement", () => {
  it("tells what was asked and how it ended", async () => {
    const described = await stage.run("SELECT :a AS a", { a: "x" });
    expect(described).toMatchObject({
      Status: "FINISHED",
      QueryString: "SELECT :a AS a",
      QueryParameters: [{ name: "a", value: "x" }],
      HasResultSet: true,
      ResultRows: 1,
      ResultFormat: "JSON",
      WorkgroupName: workgroup.name,
    });
    expect(described.Duration).toBeGreaterThan(0);
    expect(described.ResultSize).toBeGreaterThan(0);
  });

  it("shows the statement on its way", async () => {
    const { Id } = await stage.client.send(new ExecuteStatementCommand({ ...to, Sql: endless }));
    const seen = new Set<string | undefined>();
    while (!seen.has("STARTED")) {
      seen.add((await stage.client.send(new DescribeStatementCommand({ Id }))).Status);
    }
    expect(["SUBMITTED", "PICKED", "STARTED"]).toEqual(expect.arrayContaining([...seen]));
  });

  it("does not know another id, nor a statement after 24 hours", async () => {
    const unknown = "00000000-0000-0000-0000-000000000000";
    await expect(stage.end(unknown)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      ResourceId: unknown,
    });
    const { Id } = await stage.run("SELECT 1");
    stage.clock.time += 24 * 3_600_000;
    await expect(stage.end(Id)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(stage.client.send(new GetStatementResultCommand({ Id }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it("fails what ran when the warehouse ended", async () => {
    const { Id } = await stage.client.send(new ExecuteStatementCommand({ ...to, Sql: endless }));
    await stage.restart();
    expect(await stage.end(Id)).toMatchObject({
      Status: "FAILED",
      Error: expect.stringContaining("stopped"),
    });
  });
});

describe("GetStatementResult", () => {
  it("gives typed fields and the columns' metadata", async () => {
    const { Id } = await stage.finish(
      "SELECT 1::smallint AS s, 2 AS i, 3::bigint AS b, 1.50::decimal(4,2) AS d, 0.5::double precision AS f, true AS t, " +
        "'x' AS v, '2026-11-21'::date AS day, '2026-11-21 10:00:00.5'::timestamp AS ts, NULL::int AS n",
    );
    const { Records, ColumnMetadata, TotalNumRows } = await stage.client.send(
      new GetStatementResultCommand({ Id }),
    );
    expect(TotalNumRows).toBe(1);
    expect(Records).toEqual([
      [
        { longValue: 1 },
        { longValue: 2 },
        { longValue: 3 },
        { stringValue: "1.50" },
        { doubleValue: 0.5 },
        { booleanValue: true },
        { stringValue: "x" },
        { stringValue: "2026-11-21" },
        { stringValue: "2026-11-21 10:00:00.5" },
        { isNull: true },
      ],
    ]);
    expect(ColumnMetadata?.map(({ name, typeName }) => [name, typeName])).toEqual([
      ["s", "int2"],
      ["i", "int4"],
      ["b", "int8"],
      ["d", "numeric"],
      ["f", "float8"],
      ["t", "bool"],
      ["v", "varchar"],
      ["day", "date"],
      ["ts", "timestamp"],
      ["n", "int4"],
    ]);
    expect(ColumnMetadata?.[3]).toMatchObject({ precision: 4, scale: 2, nullable: 1 });
  });

  it("returns a long result page by page", async () => {
    // 8 columns: 8^4 = 4,096 rows.
    const sql =
      "SELECT a.columnnum * 512 + b.columnnum * 64 + c.columnnum * 8 + d.columnnum AS n " +
      "FROM svv_external_columns a, svv_external_columns b, svv_external_columns c, svv_external_columns d ORDER BY n";
    const { Id } = await stage.finish(sql);
    const first = await stage.client.send(new GetStatementResultCommand({ Id }));
    expect(first.Records).toHaveLength(1000);
    expect(first.TotalNumRows).toBe(4096);
    expect(await stage.rows(sql)).toEqual(Array.from({ length: 4096 }, (_, index) => [585 + index]));
    await expect(
      stage.client.send(new GetStatementResultCommand({ Id, NextToken: "nonsense" })),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("has none for a statement without rows, or one that has not ended", async () => {
    const message = "Query does not have result. Please check query status with DescribeStatement.";
    const { Id } = await stage.finish("CREATE VIEW v AS SELECT 1 AS a WITH NO SCHEMA BINDING");
    await expect(stage.client.send(new GetStatementResultCommand({ Id }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message,
    });
    const running = await stage.client.send(new ExecuteStatementCommand({ ...to, Sql: endless }));
    await expect(
      stage.client.send(new GetStatementResultCommand({ Id: running.Id, WaitTimeSeconds: 1 })),
    ).rejects.toMatchObject({ name: "ResourceNotFoundException", message });
  });

  it("fails a statement with a row over 64 KB", async () => {
    expect(await stage.fail("SELECT REPEAT('x', 66000)")).toContain("64 KB");
  });
});

describe("CancelStatement", () => {
  it("interrupts DuckDB in the middle of its work", async () => {
    const { Id } = await stage.client.send(new ExecuteStatementCommand({ ...to, Sql: endless }));
    while ((await stage.client.send(new DescribeStatementCommand({ Id }))).Status !== "STARTED") {}
    expect(await stage.client.send(new CancelStatementCommand({ Id }))).toMatchObject({ Status: true });
    expect(await stage.end(Id)).toMatchObject({ Status: "ABORTED" });
  });

  it("ends a batch with its statements", async () => {
    const { Id } = await stage.client.send(
      new BatchExecuteStatementCommand({ ...to, Sqls: ["SELECT 1", endless, "SELECT 2"] }),
    );
    const statuses = async () =>
      (await stage.client.send(new DescribeStatementCommand({ Id }))).SubStatements?.map(
        ({ Status }) => Status,
      );
    while ((await statuses())?.[1] !== "STARTED") {}
    await stage.client.send(new CancelStatementCommand({ Id }));
    expect(await stage.end(Id)).toMatchObject({ Status: "ABORTED" });
    expect(await statuses()).toEqual(["FINISHED", "ABORTED", "ABORTED"]);
  });

  it("ends a statement that waits for its turn", async () => {
    const ids: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push((await stage.client.send(new ExecuteStatementCommand({ ...to, Sql: endless }))).Id);
    }
    await stage.client.send(new CancelStatementCommand({ Id: ids[2] }));
    expect(await stage.end(ids[2])).toMatchObject({ Status: "ABORTED" });
  });

  it("refuses a statement that has ended", async () => {
    const { Id } = await stage.run("SELECT 1");
    await expect(stage.client.send(new CancelStatementCommand({ Id }))).rejects.toMatchObject({
      name: "ValidationException",
      message: `Could not cancel a query that is already in FINISHED state with ID: ${Id}`,
    });
  });
});

describe("ListStatements", () => {
  it("lists finished statements, the newest first, by status, by the beginning of a name, and page by page", async () => {
    const named = async (StatementName: string, Sql: string): Promise<string | undefined> => {
      const { Id } = await stage.client.send(
        new ExecuteStatementCommand({ ...to, Sql, StatementName, WaitTimeSeconds: 30 }),
      );
      return Id;
    };
    const [first, second, failed] = [
      await named("day-1", "SELECT 1"),
      await named("day-2", "SELECT 2"),
      await named("other", "SELECT nothing"),
    ];
    const list = async (members: object): Promise<(string | undefined)[]> => {
      const { Statements } = await stage.client.send(new ListStatementsCommand(members));
      return (Statements ?? []).map(({ Id }) => Id);
    };
    expect(await list({})).toEqual([second, first]);
    expect(await list({ Status: "ALL" })).toEqual([failed, second, first]);
    expect(await list({ Status: "FAILED" })).toEqual([failed]);
    expect(await list({ Status: "ALL", StatementName: "day-" })).toEqual([second, first]);
    const page = await stage.client.send(new ListStatementsCommand({ MaxResults: 1 }));
    expect(page.Statements?.map(({ Id }) => Id)).toEqual([second]);
    expect(await list({ MaxResults: 1, NextToken: page.NextToken })).toEqual([first]);
  });
});

describe("BatchExecuteStatement", () => {
  const batch = async (Sqls: string[], members: object = {}) => {
    const { Id } = await stage.client.send(new BatchExecuteStatementCommand({ ...to, Sqls, ...members }));
    return stage.end(Id);
  };

  it("runs statements one after another, and gives each its own result", async () => {
    const described = await batch(["SELECT :a AS a", "SELECT 2 AS b"], {
      Parameters: [{ name: "a", value: "x" }],
    });
    expect(described).toMatchObject({ Status: "FINISHED", HasResultSet: true, ExecutionMode: "TRANSACTION" });
    expect(described.SubStatements).toMatchObject([
      { Id: `${described.Id}:1`, Status: "FINISHED", QueryString: "SELECT :a AS a", ResultRows: 1 },
      { Id: `${described.Id}:2`, Status: "FINISHED", QueryString: "SELECT 2 AS b", ResultRows: 1 },
    ]);
    const second = await stage.client.send(new GetStatementResultCommand({ Id: `${described.Id}:2` }));
    expect(second.Records).toEqual([[{ longValue: 2 }]]);
    expect(await stage.end(`${described.Id}:1`)).toMatchObject({
      Id: `${described.Id}:1`,
      Status: "FINISHED",
    });
  });

  it("takes back everything when one statement of a transaction fails", async () => {
    const view = "CREATE VIEW v AS SELECT 1 AS a WITH NO SCHEMA BINDING";
    const described = await batch([view, "SELECT a FROM v", "SELECT nothing", "SELECT 1"]);
    expect(described).toMatchObject({ Status: "FAILED", Error: expect.stringContaining("nothing") });
    expect(described.SubStatements?.map(({ Status }) => Status)).toEqual([
      "FINISHED",
      "FINISHED",
      "FAILED",
      "ABORTED",
    ]);
    expect(await stage.fail("SELECT a FROM v")).toContain("does not exist");
  });

  it("keeps what a transaction changed when all of it finished", async () => {
    await batch(["CREATE VIEW v AS SELECT 1 AS a WITH NO SCHEMA BINDING", "SELECT a FROM v"]);
    expect(await stage.rows("SELECT a FROM v")).toEqual([[1]]);
  });

  // https://docs.aws.amazon.com/redshift/latest/dg/r_ALTER_TABLE_external-table.html
  it("refuses external DDL in a transaction, and runs it by AUTO_COMMIT", async () => {
    const add =
      "ALTER TABLE lake.locations ADD PARTITION (dt='2026-11-21') LOCATION 's3://lake/store/dt=2026-11-21/'";
    expect(await batch([add])).toMatchObject({
      Status: "FAILED",
      Error: "ERROR: ALTER EXTERNAL TABLE cannot run inside a transaction block",
    });
    const alone = await batch(["SELECT nothing", add, "SELECT 1"], { ExecutionMode: "AUTO_COMMIT" });
    expect(alone.Status).toBe("FAILED");
    expect(alone.SubStatements?.map(({ Status }) => Status)).toEqual(["FAILED", "FINISHED", "FINISHED"]);
    expect(await stage.rows("SELECT location FROM svv_external_partitions")).toEqual([
      ["s3://lake/store/dt=2026-11-21/"],
    ]);
  });

  it("takes 1 to 40 statements", async () => {
    await expect(batch([])).rejects.toMatchObject({ name: "ValidationException" });
    await expect(batch(Array.from({ length: 41 }, () => "SELECT 1"))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

// https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-monitoring-events.html
it("sends an event at the end of a statement submitted WithEvent", async () => {
  const { Id } = await stage.client.send(
    new ExecuteStatementCommand({
      ...to,
      Sql: "SELECT 1",
      WithEvent: true,
      StatementName: "named",
      WaitTimeSeconds: 30,
    }),
  );
  await stage.run("SELECT 1");
  expect(events).toMatchObject([
    {
      source: "aws.redshift-data",
      "detail-type": "Redshift Data Statement Status Change",
      account: "000000000000",
      region: "us-east-1",
      time: "2026-11-22T00:15:00Z",
      resources: [workgroup.arn],
      detail: { statementId: Id, statementName: "named", state: "FINISHED", rows: 1 },
    },
  ]);
});

it("refuses WithEvent where the stage has no event bus", async () => {
  await stage.restart({ onEvent: undefined });
  const refused = { name: "ValidationException", message: expect.stringContaining("WithEvent") };
  const asked = { ...to, WithEvent: true };
  await expect(
    stage.client.send(new ExecuteStatementCommand({ ...asked, Sql: "SELECT 1" })),
  ).rejects.toMatchObject(refused);
  await expect(
    stage.client.send(new BatchExecuteStatementCommand({ ...asked, Sqls: ["SELECT 1"] })),
  ).rejects.toMatchObject(refused);
  await stage.client.send(new ExecuteStatementCommand({ ...to, Sql: "SELECT 1", WithEvent: false }));
});
