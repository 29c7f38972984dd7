import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ListMessageMoveTasksCommand, StartMessageMoveTaskCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { canRun, debianPrograms } from "./support/debian-tools.ts";
import { OutsideWorld, runShell } from "./support/loopback-only.ts";
import { type Outcome, runScript } from "./support/run-script.ts";
import { RunningStage } from "./support/running-stage.ts";

let running: RunningStage;
let home: string;
let world: OutsideWorld;
let variables: string;

// The packages awscli and python3-boto3.
describe.skipIf(!canRun("aws", "--version") || !canRun("python3", "-c", "import boto3"))("a stage", () => {
  beforeAll(async () => {
    world = await OutsideWorld.open();
    home = await mkdtemp(path.join(tmpdir(), "ashiato-tools-"));
    running = await RunningStage.start();
    const { code, out, err } = await runScript("ashiato.ts", ["env", "--directory", running.directory], home);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    variables = out;
  }, 300_000);

  afterAll(async () => {
    await running?.stop();
    await world?.close();
    await rm(home, { recursive: true, force: true });
  });

  /** Runs a command in a shell of a person who has credentials for AWS, after `eval` of what env prints. */
  function shell(command: string): Promise<Outcome> {
    return runShell(`${variables}\n${command}`, {
      PATH: `${debianPrograms}:/bin`,
      HOME: home,
      AWS_PROFILE: "production",
      AWS_SESSION_TOKEN: "of-production",
      AWS_ENDPOINT_URL_S3: "https://s3.example.com",
      AWS_MAX_ATTEMPTS: "1",
      ...world.environment,
    });
  }

  async function aws(words: string): Promise<unknown> {
    const { code, out, err } = await shell(`aws --output json ${words}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    return out === "" ? undefined : JSON.parse(out);
  }

  it("is used by Debian's AWS CLI through S3, SQS, Step Functions, Redshift Data, Lambda and Logs", async () => {
    await writeFile(path.join(home, "large.bin"), Buffer.alloc(9 * 1024 * 1024, "x"));
    const copied = await shell(
      `aws s3 cp --no-progress ${home}/large.bin "s3://$LAKE/tools/large.bin" && aws s3 ls --recursive "s3://$LAKE/tools/"`,
    );
    expect(copied).toMatchObject({ code: 0, out: expect.stringContaining("9437184 tools/large.bin") });
    expect(await aws('sqs get-queue-attributes --queue-url "$QUEUE" --attribute-names All')).toMatchObject({
      Attributes: { ApproximateNumberOfMessages: "0", RedrivePolicy: expect.any(String) },
    });
    expect(await aws("stepfunctions list-state-machines")).toMatchObject({
      stateMachines: expect.arrayContaining([
        expect.objectContaining({ stateMachineArn: running.output("dailyBatchArn") }),
      ]),
    });
    const { Id } = (await aws(
      'redshift-data execute-statement --workgroup-name "$WORKGROUP" --database "$DATABASE" --secret-arn "$WAREHOUSE_SECRET" --sql "SELECT 1 AS one"',
    )) as { Id: string };
    await vi.waitFor(async () =>
      expect(await aws(`redshift-data describe-statement --id ${Id}`)).toMatchObject({
        Status: "FINISHED",
      }),
    );
    expect(await aws(`redshift-data get-statement-result --id ${Id}`)).toMatchObject({
      Records: [[{ longValue: 1 }]],
    });
    expect(await aws(`lambda invoke --function-name "$STORE" ${home}/answer.json`)).toMatchObject({
      StatusCode: 200,
    });
    const named = "logGroups[?contains(logGroupName, 'StoreFunction')].logGroupName";
    const [group] = (await aws(
      `logs describe-log-groups --log-group-name-prefix /aws/lambda/ --query "${named}"`,
    )) as string[];
    await vi.waitFor(async () =>
      expect(await aws(`logs filter-log-events --log-group-name ${group}`)).toMatchObject({
        events: expect.arrayContaining([
          expect.objectContaining({ message: expect.stringContaining('"message":"store"') }),
        ]),
      }),
    );
    expect(world.calls).toEqual([]);
  });

  it("moves dead letters back to the queue that they came from", async () => {
    await aws('sqs send-message --queue-url "$DEAD_QUEUE" --message-body \'{"dead": 1}\'');
    // Debian's CLI is older than the action.
    const source = { SourceArn: running.output("deadReportsQueueArn") };
    const { TaskHandle } = await running.sqs.send(new StartMessageMoveTaskCommand(source));
    expect(TaskHandle).toEqual(expect.any(String));
    await vi.waitFor(async () => {
      const { Results } = await running.sqs.send(new ListMessageMoveTasksCommand(source));
      expect(Results).toMatchObject([{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 }]);
    });
    expect(await aws('sqs receive-message --queue-url "$QUEUE" --attribute-names All')).toMatchObject({
      Messages: [{ Body: '{"dead": 1}', Attributes: { ApproximateReceiveCount: "1" } }],
    });
    await aws('sqs purge-queue --queue-url "$QUEUE"');
  });

  it("is used by Debian's boto3 through every service, and names those that it does not have", async () => {
    const script = path.join(import.meta.dirname, "support/aws-calls.py");
    const { code, out, err } = await shell(`python3 ${script}`);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const error = (service: string) => ({
      Code: "NotServedLocally",
      Message: expect.stringContaining(`The local stage has no service '${service}'`),
    });
    expect(JSON.parse(out)).toMatchObject({
      s3: "hello",
      sqs: {
        sent: ["one", "two"],
        bodies: ["&2", "<1>"],
        attributes: ["1"],
        counts: ["1"],
        absent: "AWS.SimpleQueueService.NonExistentQueue",
      },
      states: expect.arrayContaining([running.output("dailyBatchArn")]),
      redshift: [[{ longValue: 2 }]],
      lambda: 0,
      logs: expect.stringContaining('"message":"store"'),
      sts: "000000000000",
      absent: {
        ec2: error("ec2"),
        elasticache: error("elasticache"),
        kinesis: error("kinesis"),
        apigateway: error("apigateway"),
        route53: error("route53"),
      },
    });
    expect(world.calls).toEqual([]);
  });

  it("answers the CLI's calls of services that it does not have, and nothing goes to AWS", async () => {
    const { code, err } = await shell("aws ec2 describe-instances");
    expect(code).not.toBe(0);
    expect(err).toContain("NotServedLocally");
    expect(err).toContain("The local stage has no service 'ec2'. It has ");
    expect(world.calls).toEqual([]);
  });

  it("is what the wrapper of the CLI calls, without any variable set", async () => {
    const script = path.join(import.meta.dirname, "../../../scripts/ashiato.ts");
    const run = (words: string) =>
      runShell(`'${process.execPath}' ${script} aws --directory ${running.directory} ${words}`, {
        PATH: `${debianPrograms}:/bin`,
        HOME: home,
        AWS_ACCESS_KEY_ID: "AKIAPRODUCTION",
        AWS_SECRET_ACCESS_KEY: "of-production",
        ...world.environment,
      });
    const listed = await run("s3 ls");
    expect(listed).toMatchObject({ code: 0, out: expect.stringContaining(running.output("lakeBucket")) });
    expect(await run("s3 ls s3://absent")).toMatchObject({
      code: 254,
      err: expect.stringContaining("NoSuchBucket"),
    });
    expect(world.calls).toEqual([]);
  });

  it("is watched: a client without the variables would be seen to leave the machine", async () => {
    const { code } = await runShell("aws sqs list-queues --region ap-northeast-1", {
      PATH: `${debianPrograms}:/bin`,
      HOME: home,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_MAX_ATTEMPTS: "1",
      ...world.environment,
    });
    expect(code).not.toBe(0);
    expect(world.calls).toEqual([expect.stringMatching(/sqs.*amazonaws\.com:443|queue\.amazonaws\.com:443/)]);
  });
});
