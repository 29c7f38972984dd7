import { existsSync } from "node:fs";
import { S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { StageFile } from "../src/stage/stage-file.ts";
import { KillableStage } from "./support/killable-stage.ts";
import { HotWriter } from "./support/hot-writer.ts";
import { credentialsOf, report } from "./support/running-stage.ts";

const rounds = 3;
let stage: KillableStage;

beforeEach(async () => {
  stage = await KillableStage.make();
});

afterEach(async () => {
  await stage.remove();
});

type Clients = { s3: S3Client; sqs: SQSClient; close: () => void };

function clients({ environment }: StageFile): Clients {
  const common = { region: "ap-northeast-1", credentials: credentialsOf(environment), maxAttempts: 1 };
  const endpoint = environment["AWS_ENDPOINT_URL_S3"] ?? "";
  const s3 = new S3Client({ ...common, endpoint, forcePathStyle: true });
  const sqs = new SQSClient({ ...common, endpoint });
  return { s3, sqs, close: () => [s3, sqs].forEach((each) => each.destroy()) };
}

/** Sends reports, each in a request of its own, until one is not answered. */
async function sendUntilItFails({ outputs, tokens }: StageFile, onAccepted: () => void): Promise<void> {
  for (let index = 0; ; index += 1) {
    try {
      const answer = await fetch(`${outputs["apiUrl"]}/v1/locations`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${tokens.ingest}` },
        body: JSON.stringify(report("phone", index)),
      });
      if (answer.status === 202) {
        onAccepted();
      }
    } catch {
      // Whether it was kept is not known.
      return;
    }
  }
}

async function queued(sqs: SQSClient, { outputs }: StageFile): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: outputs["reportsQueueUrl"],
      AttributeNames: ["ApproximateNumberOfMessages"],
    }),
  );
  return Number(Attributes?.["ApproximateNumberOfMessages"]);
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

it("starts after each kill amid writes, with every object and every report that was confirmed", async () => {
  let running = await stage.start();
  const writers = [1, 2].map(
    (number) => new HotWriter(running.outputs["lakeBucket"] ?? "", `runs/w${number}/`),
  );
  const written = (): number => writers.reduce((sum, each) => sum + each.writes, 0);
  let accepted = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const before = { accepted, written: written() };
    const { s3, close } = clients(running);
    const under = writers.map((writer) => writer.writeUntilItFails(s3));
    under.push(
      sendUntilItFails(running, () => {
        accepted += 1;
      }),
    );
    await vi.waitFor(
      () => {
        expect(accepted).toBeGreaterThan(before.accepted + 10);
        expect(written()).toBeGreaterThan(before.written + 50);
      },
      { timeout: 120_000, interval: 5 },
    );
    const functions = await stage.functionPids();
    await stage.kill();
    await Promise.all(under);
    close();
    expect(functions.length).toBeGreaterThan(0);
    // Its functions go, too: nothing else ends them within a minute.
    await vi.waitFor(() => expect(functions.filter(isAlive)).toEqual([]), 20_000);

    const { tokens } = running;
    running = await stage.start();
    expect(running.tokens).toEqual(tokens);
    const after = clients(running);
    for (const writer of writers) {
      expect(await writer.differences(after.s3)).toEqual([]);
    }
    const messages = await queued(after.sqs, running);
    expect(messages).toBeGreaterThanOrEqual(accepted);
    // One at most in each round was kept without an answer.
    expect(messages).toBeLessThanOrEqual(accepted + round);
    after.close();
  }
}, 900_000);
