import { DescribeStateMachineForExecutionCommand, ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { JsonValue } from "../src/json.ts";
import { invokeTask, mapMachine } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

const listing = {
  Resource: "arn:aws:states:::s3:listObjectsV2",
  Arguments: { Bucket: "lake", Prefix: "work/" },
};

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
it("reads a listing of many pages, only below the prefix", async () => {
  await using stage = await openStage();
  for (let at = 0; at < 2500; at += 1) {
    stage.s3.put("lake", `work/${String(at).padStart(5, "0")}`, "x");
  }
  stage.s3.put("lake", "store/other", "x");
  const execution = await stage.run(
    mapMachine(
      { ItemReader: listing, ItemBatcher: { MaxItemsPerBatch: 1000 } },
      {
        Count: { Type: "Pass", Output: "{% $count($states.input.Items) %}", End: true },
      },
    ),
  );
  expect(outputOf(execution)).toEqual([1000, 1000, 500]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
it("succeeds without children over an empty listing", async () => {
  await using stage = await openStage();
  stage.s3.put("lake", "other", "x");
  const execution = await stage.run(mapMachine({ ItemReader: listing }));
  expect(outputOf(execution)).toEqual([]);
  expect(await stage.mapRunOf(execution.executionArn)).toMatchObject({
    status: "SUCCEEDED",
    itemCounts: { total: 0 },
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
it("cuts batches at their bytes and adds the batch input to each", async () => {
  await using stage = await openStage();
  const items = ["a", "b", "c"].map((letter) => letter.repeat(40));
  const execution = await stage.run(
    mapMachine({
      Items: items,
      ItemBatcher: { MaxInputBytesPerBatch: 140, BatchInput: { run: "{% $states.input.run %}" } },
    }),
    { run: 7 },
  );
  expect(outputOf(execution)).toEqual([
    { BatchInput: { run: 7 }, Items: items.slice(0, 2) },
    { BatchInput: { run: 7 }, Items: items.slice(2) },
  ]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
it("writes results, failures and a manifest", async () => {
  await using stage = await openStage({
    lambdas: {
      work: (event) => {
        if (event === 2) {
          throw new RangeError("two is refused");
        }
        return { done: event };
      },
    },
  });
  stage.s3.put("results", "keep", "");
  const execution = await stage.run(
    mapMachine(
      {
        Label: "Work",
        Items: [1, 2, 3],
        MaxConcurrency: 1,
        ToleratedFailureCount: 1,
        ResultWriter: {
          Resource: "arn:aws:states:::s3:putObject",
          Arguments: { Bucket: "results", Prefix: "runs/today" },
        },
      },
      { Invoke: invokeTask("work") },
    ),
  );
  const output = outputOf(execution) as { MapRunArn: string; ResultWriterDetails: { Key: string } };
  const id = output.MapRunArn.split(":").at(-1);
  expect(output.MapRunArn).toMatch(/:mapRun:machine-[\w-]+\/Work:[\w-]+$/);
  expect(output.ResultWriterDetails).toEqual({ Bucket: "results", Key: `runs/today/${id}/manifest.json` });

  const read = (key: string): JsonValue => JSON.parse(stage.s3.text("results", key) ?? "null");
  const manifest = read(output.ResultWriterDetails.Key);
  expect(manifest).toEqual({
    DestinationBucket: "results",
    MapRunArn: output.MapRunArn,
    ResultFiles: {
      FAILED: [{ Key: `runs/today/${id}/FAILED_0.json`, Size: expect.any(Number) }],
      PENDING: [],
      SUCCEEDED: [{ Key: `runs/today/${id}/SUCCEEDED_0.json`, Size: expect.any(Number) }],
    },
  });
  expect(read(`runs/today/${id}/SUCCEEDED_0.json`)).toMatchObject([
    { Input: "1", Output: '{"done":1}', Status: "SUCCEEDED", RedriveStatus: "NOT_REDRIVABLE" },
    { Input: "3", Output: '{"done":3}', Status: "SUCCEEDED" },
  ]);
  expect(read(`runs/today/${id}/FAILED_0.json`)).toMatchObject([
    { Input: "2", Error: "RangeError", Status: "FAILED", RedriveStatus: "REDRIVABLE_BY_MAP_RUN" },
  ]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/maprun-fail-threshold.html
it("counts a failed batch by its items", async () => {
  await using stage = await openStage({
    lambdas: {
      work: () => {
        throw new Error("refused");
      },
    },
  });
  const execution = await stage.run(
    mapMachine(
      { Items: [1, 2, 3], ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 },
      { Invoke: invokeTask("work") },
    ),
  );
  expect(execution).toMatchObject({
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  });
  expect(await stage.mapRunOf(execution.executionArn)).toMatchObject({
    status: "FAILED",
    itemCounts: { failed: 3, total: 3 },
    executionCounts: { failed: 1, total: 1 },
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
it("runs each child as an execution of its own, with its history", async () => {
  await using stage = await openStage();
  const execution = await stage.run(mapMachine({ Label: "Each", Items: ["a", "b"] }));
  const { mapRunArn } = await stage.mapRunOf(execution.executionArn);
  const { executions = [] } = await stage.client.send(new ListExecutionsCommand({ mapRunArn }));
  expect(executions.map(({ status, itemCount }) => [status, itemCount])).toEqual([
    ["SUCCEEDED", 1],
    ["SUCCEEDED", 1],
  ]);
  const [child] = executions;
  expect(child?.executionArn).toMatch(/:execution:machine-[\w-]+\/Each:[\w-]+$/);
  const command = new DescribeStateMachineForExecutionCommand({ executionArn: child?.executionArn });
  const machine = await stage.client.send(command);
  expect(machine).toMatchObject({ label: "Each", mapRunArn });
  expect(JSON.parse(machine.definition ?? "")).toMatchObject({ StartAt: "Pass" });
  expect(await stage.eventTypes(child?.executionArn)).toEqual([
    "ExecutionStarted",
    "PassStateEntered",
    "PassStateExited",
    "ExecutionSucceeded",
  ]);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
it("runs no more children at once than MaxConcurrency", async () => {
  let running = 0;
  let most = 0;
  await using stage = await openStage({
    lambdas: {
      work: async (event) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return event;
      },
    },
  });
  await stage.run(mapMachine({ Items: "{% [1..20] %}", MaxConcurrency: 3 }, { Invoke: invokeTask("work") }));
  expect(most).toBe(3);
});

// https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html: WriterConfig
it("forms results: flattened inline, whole records, and as lines in S3", async () => {
  await using stage = await openStage();
  stage.s3.put("results", "keep", "");
  const Items = [[1, 2], [3], 4];
  const flat = { WriterConfig: { Transformation: "FLATTEN", OutputType: "JSON" } };
  expect(outputOf(await stage.run(mapMachine({ Items, ResultWriter: flat })))).toEqual([1, 2, 3, 4]);
  const whole = { WriterConfig: { Transformation: "NONE", OutputType: "JSON" } };
  expect(outputOf(await stage.run(mapMachine({ Items: [1], ResultWriter: whole })))).toMatchObject([
    { Input: "1", Output: "1", Status: "SUCCEEDED", Name: expect.any(String) },
  ]);
  const lines = {
    Resource: "arn:aws:states:::s3:putObject",
    Arguments: { Bucket: "results", Prefix: "lines" },
    WriterConfig: { Transformation: "COMPACT", OutputType: "JSONL" },
  };
  await stage.run(mapMachine({ Items, ResultWriter: lines }));
  const key = stage.s3.keys("results").find((name) => name.endsWith("SUCCEEDED_0.jsonl")) ?? "";
  expect(stage.s3.text("results", key)).toBe("[1,2]\n[3]\n4\n");
});

// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html: 256 KiB of output
it("fails a map whose outputs together are over the limit of a state's output", async () => {
  await using stage = await openStage();
  const big = { Type: "Pass", Output: "{% $pad('', 100000, 'x') %}", End: true };
  const execution = await stage.run(mapMachine({ Items: [1, 2, 3] }, { Big: big }));
  expect(execution).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
});
