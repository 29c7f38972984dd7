import { readdir } from "node:fs/promises";
import path from "node:path";
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultCommand,
  GetStatementResultV2Command,
  ListSessionsCommand,
  type ExecuteStatementInput,
} from "@aws-sdk/client-redshift-data";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { declared } from "./locations.ts";
import { database, openStage, workgroup, type Stage } from "./stage.ts";

let stage: Stage;
const to = { WorkgroupName: workgroup.name, Database: database };

beforeEach(async () => {
  stage = await openStage({ catalog: declared });
});

afterEach(async () => {
  await stage.close();
});

/** Runs a statement to its end. */
const run = async (Sql: string, members: Partial<ExecuteStatementInput>) =>
  stage.client.send(new ExecuteStatementCommand({ Sql, WaitTimeSeconds: 30, ...members }));

const endless =
  "SELECT COUNT(*) FROM " +
  Array.from({ length: 12 }, (_, index) => `svv_external_columns c${index}`).join(", ");

// https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-calling-considerations-session-reuse.html
describe("a session", () => {
  it("keeps temporary tables from one statement to the next, and from other sessions", async () => {
    const first = await run("CREATE TEMP TABLE t AS SELECT 1 AS a", { ...to, SessionKeepAliveSeconds: 60 });
    expect(first).toMatchObject({ Status: "FINISHED", SessionId: expect.stringMatching(/^[0-9a-f-]{36}$/u) });
    const { SessionId } = first;
    expect(await run("INSERT INTO t VALUES (2)", { SessionId })).toMatchObject({
      Status: "FINISHED",
      SessionId,
    });
    const { Id } = await run("SELECT a FROM t ORDER BY a", { SessionId });
    const { Records } = await stage.client.send(new GetStatementResultCommand({ Id }));
    expect(Records).toEqual([[{ longValue: 1 }], [{ longValue: 2 }]]);
    expect(await stage.end(Id)).toMatchObject({
      SessionId,
      Database: database,
      WorkgroupName: workgroup.name,
    });

    const other = await run("SELECT a FROM t", { ...to, SessionKeepAliveSeconds: 60 });
    expect(other.Status).toBe("FAILED");
    expect((await run("SELECT 1", to)).SessionId).toBeUndefined();
  });

  it("takes batches, whose failures take back their temporary tables", async () => {
    const { Id, SessionId } = await stage.client.send(
      new BatchExecuteStatementCommand({
        ...to,
        SessionKeepAliveSeconds: 60,
        Sqls: ["CREATE TEMP TABLE t (a int)", "SELECT nothing"],
      }),
    );
    expect(await stage.end(Id)).toMatchObject({ Status: "FAILED" });
    expect(await run("SELECT a FROM t", { SessionId })).toMatchObject({ Status: "FAILED" });
    expect(await run("CREATE TEMP TABLE t (a int)", { SessionId })).toMatchObject({ Status: "FINISHED" });
  });

  it("leaves no rows of its temporary tables on the disk", async () => {
    const files = async () => readdir(path.join(stage.directory, "tables"));
    const table = "CREATE TEMP TABLE t AS SELECT 1 AS a";
    const batch = async (...Sqls: string[]) => {
      const { Id } = await stage.client.send(new BatchExecuteStatementCommand({ ...to, Sqls }));
      return stage.end(Id);
    };
    const counted = await batch(table, "SELECT COUNT(*) FROM t");
    expect(counted.Status).toBe("FINISHED");
    const result = await stage.client.send(new GetStatementResultCommand({ Id: `${counted.Id}:2` }));
    expect(result.Records).toEqual([[{ longValue: 1 }]]);
    expect((await batch(table, "SELECT nothing")).Status).toBe("FAILED");
    await run(table, to);
    expect(await files()).toEqual([]);

    await run(table, { ...to, SessionKeepAliveSeconds: 60 });
    expect(await files()).toHaveLength(1);
    stage.clock.time += 61_000;
    await run("SELECT 1", to);
    expect(await files()).toEqual([]);
  });

  it("closes when its time is over after a statement, and 24 hours after its start", async () => {
    const { SessionId } = await run("SELECT 1", { ...to, SessionKeepAliveSeconds: 60 });
    stage.clock.time += 59_000;
    await run("SELECT 1", { SessionId });
    stage.clock.time += 59_000;
    await run("SELECT 1", { SessionId, SessionKeepAliveSeconds: 86_400 });
    stage.clock.time += 23 * 3_600_000;
    await run("SELECT 1", { SessionId });
    stage.clock.time += 3_600_000;
    const closed = { name: "ValidationException", message: expect.stringContaining("is not available") };
    await expect(run("SELECT 1", { SessionId })).rejects.toMatchObject(closed);
    await stage.restart();
    await expect(run("SELECT 1", { SessionId })).rejects.toMatchObject(closed);
  });

  it("runs one statement at a time", async () => {
    const running = await stage.client.send(
      new ExecuteStatementCommand({ ...to, Sql: endless, SessionKeepAliveSeconds: 60 }),
    );
    const { Id, SessionId } = running;
    await expect(run("SELECT 1", { SessionId })).rejects.toMatchObject({
      name: "ValidationException",
      message: `Session ${SessionId} is busy: it runs the statement ${Id}.`,
    });
    const { Sessions } = await stage.client.send(new ListSessionsCommand({ SessionId }));
    expect(Sessions).toMatchObject([{ SessionId, Status: "BUSY", CurrentStatementId: Id }]);
    await stage.client.send(new CancelStatementCommand({ Id }));
    await stage.client.send(new DescribeStatementCommand({ Id, WaitTimeSeconds: 30 }));
    expect(await run("SELECT 1", { SessionId })).toMatchObject({ Status: "FINISHED" });
  });

  it("refuses another database, and is listed", async () => {
    const first = await run("SELECT 1", { ...to, SessionKeepAliveSeconds: 1 });
    const second = await run("SELECT 1", { ...to, SessionKeepAliveSeconds: 60 });
    await expect(run("SELECT 1", { SessionId: second.SessionId, Database: "other" })).rejects.toMatchObject({
      name: "ValidationException",
    });
    stage.clock.time += 2000;
    const { Sessions, NextToken } = await stage.client.send(new ListSessionsCommand({ MaxResults: 1 }));
    expect(Sessions).toMatchObject([
      { SessionId: second.SessionId, Status: "AVAILABLE", Database: database, SessionAliveSeconds: 60 },
    ]);
    const next = await stage.client.send(new ListSessionsCommand({ NextToken }));
    expect(next.Sessions).toMatchObject([{ SessionId: first.SessionId, Status: "CLOSED" }]);
    const closed = await stage.client.send(new ListSessionsCommand({ Status: "CLOSED", ...to }));
    expect(closed.Sessions).toHaveLength(1);
  });
});

// https://docs.aws.amazon.com/redshift-data/latest/APIReference/API_GetStatementResultV2.html
describe("a result in CSV", () => {
  it("comes page by page from GetStatementResultV2, without a header", async () => {
    const sql = `SELECT 1 AS n, 'a "b",
c' AS t, NULL AS nothing, true AS ok, 1.50::decimal(3,2) AS d`;
    const { Id } = await run(sql, { ...to, ResultFormat: "CSV" });
    const answer = await stage.client.send(new GetStatementResultV2Command({ Id }));
    expect(answer).toMatchObject({
      Records: [{ CSVRecords: '1,"a ""b"",\nc",,true,1.50\r\n' }],
      ResultFormat: "CSV",
      TotalNumRows: 1,
    });
    expect(answer.ColumnMetadata?.map(({ name }) => name)).toEqual(["n", "t", "nothing", "ok", "d"]);
    expect(await stage.end(Id)).toMatchObject({ ResultFormat: "CSV" });

    const many =
      "SELECT a.columnnum FROM svv_external_columns a, svv_external_columns b, svv_external_columns c, svv_external_columns d";
    const long = await run(many, { ...to, ResultFormat: "CSV" });
    let lines = 0;
    let NextToken: string | undefined;
    do {
      const page = await stage.client.send(new GetStatementResultV2Command({ Id: long.Id, NextToken }));
      lines += page.Records?.[0]?.CSVRecords?.split("\r\n").slice(0, -1).length ?? 0;
      ({ NextToken } = page);
    } while (NextToken !== undefined);
    expect(lines).toBe(4096);
  });

  it("is refused to GetStatementResult, and a result in JSON to GetStatementResultV2", async () => {
    const csv = await run("SELECT 1", { ...to, ResultFormat: "CSV" });
    await expect(stage.client.send(new GetStatementResultCommand({ Id: csv.Id }))).rejects.toMatchObject({
      name: "ValidationException",
    });
    const json = await run("SELECT 1", to);
    await expect(stage.client.send(new GetStatementResultV2Command({ Id: json.Id }))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});
