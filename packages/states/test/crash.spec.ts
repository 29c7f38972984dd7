import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { RedriveExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { openStage, outputOf } from "./stage.ts";

/** A process that waits within an execution, and says so once that is in the database. */
const program = `
  import { DatabaseSync } from "node:sqlite";
  const { systemClock } = await import(process.argv[1] + "clock.ts");
  const { openStateMachines } = await import(process.argv[1] + "service.ts");
  const machines = await openStateMachines({
    region: "us-east-1", accountId: "111111111111", clock: systemClock, random: Math.random,
    uuid: () => crypto.randomUUID(), integrations: { awsSdk: { supports: () => false } }, directory: process.argv[2],
  });
  const call = (name, input) => machines.service.actions[name](input, { signal: new AbortController().signal });
  const definition = JSON.stringify({
    StartAt: "First",
    States: { First: { Type: "Pass", Next: "Wait" }, Wait: { Type: "Wait", Seconds: 3600, End: true } },
  });
  const { stateMachineArn } = await call("CreateStateMachine", { name: "m", definition, roleArn: "r" });
  const { executionArn } = await call("StartExecution", { stateMachineArn, input: "[1]", name: "cut" });
  const reader = new DatabaseSync(process.argv[2] + "/states.sqlite", { readOnly: true });
  const written = () => Object(reader.prepare("SELECT max(events) AS events FROM executions").get()).events;
  const look = setInterval(() => {
    if (written() !== 4) return;
    clearInterval(look);
    process.stdout.write(executionArn + "\\n");
  }, 5);
`;

it("finds after a kill what the process was running, and redrives it", async () => {
  const directory = await mkdtemp(join(tmpdir(), "states-"));
  try {
    const source = new URL("../src/", import.meta.url).href;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program, source, directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exit = once(child, "exit");
    const [executionArn] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    child.kill("SIGKILL");
    await exit;

    await using stage = await openStage({ directory });
    expect(await stage.ended(executionArn)).toMatchObject({ status: "ABORTED", error: "Stage.Stopped" });
    await stage.client.send(new RedriveExecutionCommand({ executionArn }));
    expect(outputOf(await stage.ended(executionArn))).toEqual([1]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
