// Handlers that show how the local Lambda treats functions. Bundled and run in processes of their own.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import type { Context } from "aws-lambda";

const exitAtLoad = process.env["EXIT_AT_LOAD"];
if (exitAtLoad !== undefined) {
  process.stdout.write("unloadable\n");
  process.exit(Number(exitAtLoad));
}

export async function unloadable(): Promise<void> {}

export async function echo(event: unknown, context: Context): Promise<unknown> {
  return {
    event,
    requestId: context.awsRequestId,
    remaining: context.getRemainingTimeInMillis(),
    arn: context.invokedFunctionArn,
    memory: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    region: process.env["AWS_REGION"],
    greeting: process.env["GREETING"],
    secret: process.env["HOME"],
  };
}

export async function raise(): Promise<never> {
  const error = new RangeError("out of range");
  error.name = "TooFar";
  throw error;
}

export async function print(event: unknown): Promise<void> {
  process.stdout.write(`out ${String(event)}\n`);
  process.stderr.write(`error ${String(event)}\n`);
  process.stdout.write("unfinished");
}

export async function hang(): Promise<never> {
  process.stdout.write("hanging\n");
  return new Promise(() => setInterval(() => undefined, 1000));
}

export async function stay(): Promise<never> {
  process.stdout.write(`stays ${process.pid}\n`);
  return new Promise(() => setInterval(() => undefined, 1000));
}

export async function exit(): Promise<never> {
  return process.exit(3);
}

export async function pid(): Promise<number> {
  return process.pid;
}

/** Returns the event of the HTTP API as JSON. */
export async function mirror(event: unknown): Promise<unknown> {
  return event;
}

export async function teapot(): Promise<unknown> {
  return {
    statusCode: 418,
    headers: { "X-Kind": "short and stout", "content-type": "text/plain" },
    cookies: ["a=1", "b=2"],
    body: Buffer.from("お茶").toString("base64"),
    isBase64Encoded: true,
  };
}

let worker: Worker | undefined;

/** Has a worker beside it from its first event on, and answers with what a process of its own says. */
export async function helped(event: unknown): Promise<unknown> {
  if (worker === undefined) {
    worker = new Worker("setInterval(() => undefined, 1000)", { eval: true });
    await once(worker, "online");
    worker.unref();
  }
  const args = [...process.execArgv, "--print", JSON.stringify(event)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

export const streams = async (): Promise<unknown> => awslambda.streamifyResponse(async () => undefined);
