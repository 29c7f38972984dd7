import { ListExecutionsCommand, StopExecutionCommand, UpdateMapRunCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import type { JsonValue } from "../src/json.ts";
import { functionTask, mapMachine } from "./machines.ts";
import { openStage, outputOf } from "./stage.ts";

const definition = mapMachine({ Items: [1, 2, 3, 4], MaxConcurrency: 1 }, { Work: functionTask("work") });

/** A function whose calls wait until they are let go. */
function held() {
  const waiting: (() => void)[] = [];
  const work = (event: JsonValue) =>
    new Promise<JsonValue>((resolve) => {
      waiting.push(() => resolve(event));
    });
  return { waiting, work };
}

// https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateMapRun.html
it("changes the concurrency of a map run that is under way", async () => {
  const { waiting, work } = held();
  await using stage = await openStage({ lambdas: { work } });
  const executionArn = await stage.start(await stage.create("map", definition));
  await expect.poll(() => waiting.length).toBe(1);
  const { mapRunArn, ...before } = await stage.mapRunOf(executionArn);
  expect(before).toMatchObject({ status: "RUNNING", maxConcurrency: 1, executionCounts: { running: 1 } });
  await stage.client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 4 }));
  await expect.poll(() => waiting.length).toBe(4);
  for (const letGo of waiting) {
    letGo();
  }
  expect(outputOf(await stage.ended(executionArn))).toEqual([1, 2, 3, 4]);
  expect(await stage.mapRunOf(executionArn)).toMatchObject({
    status: "SUCCEEDED",
    maxConcurrency: 4,
    itemCounts: { total: 4, succeeded: 4, running: 0 },
  });
});

// https://docs.aws.amazon.com/step-functions/latest/dg/tutorial-map-distributed-monitor.html: an aborted
// parent aborts its map run
it("aborts the map run and its children with their parent", async () => {
  const { waiting, work } = held();
  await using stage = await openStage({ lambdas: { work } });
  const executionArn = await stage.start(await stage.create("map", definition));
  await expect.poll(() => waiting.length).toBe(1);
  await stage.client.send(new StopExecutionCommand({ executionArn, error: "Enough" }));
  expect(await stage.ended(executionArn)).toMatchObject({ status: "ABORTED", error: "Enough" });
  const { mapRunArn, ...mapRun } = await stage.mapRunOf(executionArn);
  expect(mapRun).toMatchObject({ status: "ABORTED", executionCounts: { aborted: 1, running: 0 } });
  const { executions } = await stage.client.send(new ListExecutionsCommand({ mapRunArn }));
  expect(executions).toMatchObject([{ status: "ABORTED", itemCount: 1 }]);
});
