import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { type IncomingMessage, request as httpRequest } from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListDatabasesCommand, RedshiftDataClient } from "@aws-sdk/client-redshift-data";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { credentialsOf, RunningStage } from "./support/running-stage.ts";
import { signedFetch, signedHeaders } from "./support/signed-fetch.ts";

let running: RunningStage;

beforeAll(async () => {
  running = await RunningStage.start();
}, 180_000);

afterAll(() => running.stop());

type Call = { url: string; method?: string; headers?: Record<string, string>; body?: string };

/** A request as it stands, with whatever Host and Origin. */
async function send({ url, method = "POST", headers = {}, body = "" }: Call): Promise<string> {
  const { hostname, port, pathname, search } = new URL(url);
  const request = httpRequest({ hostname, port, path: pathname + search, method, headers });
  request.end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return `${response.statusCode} ${await text(response)}`;
}

/** One request for each service, as a client sends it but for its signature. */
function calls(): Record<string, Call & { service: string }> {
  const { endpoints } = running.stage;
  const json = (url: string, target: string, service: string) => ({
    url: `${url}/`,
    headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
    body: "{}",
    service,
  });
  return {
    s3: {
      url: `${endpoints.s3}/${running.output("lakeBucket")}/web`,
      method: "PUT",
      body: "x",
      service: "s3",
    },
    sqs: json(endpoints.sqs, "AmazonSQS.ListQueues", "sqs"),
    sns: {
      url: `${endpoints.sns}/`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "Action=ListTopics&Version=2010-03-31",
      service: "sns",
    },
    states: json(endpoints.sfn, "AWSStepFunctions.ListStateMachines", "states"),
    "redshift-data": json(endpoints.redshiftData, "RedshiftData.ListStatements", "redshift-data"),
    lambda: {
      url: `${endpoints.lambda}/2015-03-31/functions/${running.stage.functionName("Plan")}/invocations`,
      headers: { "content-type": "text/plain" },
      body: "{}",
      service: "lambda",
    },
  };
}

const signer = () => ({
  credentials: credentialsOf(running.stage.environment),
  region: running.stage.plan.region,
});

it.each([
  ["s3", /^403 .*<Code>AccessDenied<\/Code>/s],
  ["sqs", /^403 .*AccessDenied/s],
  ["sns", /^403 .*AccessDenied/s],
  ["states", /^403 .*MissingAuthenticationTokenException/],
  ["redshift-data", /^403 .*MissingAuthenticationTokenException/],
  ["lambda", /^403 .*Missing Authentication Token/],
])("refuses an unsigned call of %s", async (name, expected) => {
  expect(await send(calls()[name]!)).toMatch(expected);
});

it.each(["s3", "sqs", "sns", "states", "redshift-data", "lambda"])(
  "takes a call of %s that is signed with the stage's key, and with no other",
  async (name) => {
    const { url, service, ...init } = calls()[name]!;
    const taken = await signedFetch(url, { method: "POST", ...init }, { ...signer(), service });
    expect([taken.status, await taken.text()]).toEqual([200, expect.anything()]);
    const withoutHash = name !== "s3";
    const byCli = await signedFetch(url, { method: "POST", ...init }, { ...signer(), service, withoutHash });
    expect(byCli.status).toBe(200);
    const { accessKeyId } = signer().credentials;
    for (const credentials of [
      { accessKeyId, secretAccessKey: "local" },
      { ...signer().credentials, accessKeyId: "AKIAEXAMPLE" },
    ]) {
      const refused = await signedFetch(
        url,
        { method: "POST", ...init },
        { ...signer(), service, credentials },
      );
      expect([400, 403]).toContain(refused.status);
    }
    for (const change of [{ region: "us-east-1" }, { service: "ec2" }]) {
      const refused = await signedFetch(
        url,
        { method: "POST", ...init },
        { ...signer(), service, ...change },
      );
      expect([400, 403]).toContain(refused.status);
    }
  },
);

it.each(["sqs", "states", "lambda"])(
  "refuses a body of %s that is not the one that was signed",
  async (name) => {
    const { url, service, headers = {}, body = "" } = calls()[name]!;
    const init = { method: "POST", headers, body };
    const signed = await signedHeaders(url, init, { ...signer(), service, withoutHash: true });
    const answer = await fetch(url, { ...init, headers: signed, body: '{"changed":1}' });
    expect(answer.status).toBe(403);
  },
);

it("gives SDK clients AWS's own errors for another secret", async () => {
  const { endpoints, plan } = running.stage;
  const common = {
    region: plan.region,
    credentials: { accessKeyId: signer().credentials.accessKeyId, secretAccessKey: "guessed" },
    maxAttempts: 1,
  };
  const s3 = new S3Client({ ...common, endpoint: endpoints.s3, forcePathStyle: true });
  await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  const sfn = new SFNClient({ ...common, endpoint: endpoints.sfn });
  const invalid = { name: "InvalidSignatureException" };
  await expect(sfn.send(new ListStateMachinesCommand({}))).rejects.toMatchObject(invalid);
  const redshift = new RedshiftDataClient({ ...common, endpoint: endpoints.redshiftData });
  await expect(redshift.send(new ListDatabasesCommand({ Database: "x" }))).rejects.toMatchObject(invalid);
  const lambda = new LambdaClient({ ...common, endpoint: endpoints.lambda });
  await expect(lambda.send(new InvokeCommand({ FunctionName: "x" }))).rejects.toMatchObject(invalid);
  const sqs = new SQSClient({ ...common, endpoint: endpoints.sqs });
  await expect(sqs.send(new ListQueuesCommand({}))).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
  const sns = new SNSClient({ ...common, endpoint: endpoints.sns });
  await expect(sns.send(new ListTopicsCommand({}))).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
});

it.each([
  ["Origin", { origin: "http://evil.example" }],
  ["Origin that is null", { origin: "null" }],
  ["Host", { host: "evil.example:4100" }],
])("refuses a foreign %s on every door, signed or not", async (_, foreign) => {
  const { endpoints } = running.stage;
  const doors: Call[] = [...Object.values(calls()), { url: `${endpoints.api}/docs`, method: "GET" }];
  for (const call of doors) {
    expect(await send({ ...call, headers: { ...call.headers, ...foreign } })).toMatch(/^403 /);
  }
});

it("takes no form that a web page posts, and keeps nothing of it", async () => {
  const bucket = running.output("lakeBucket");
  const form = new FormData();
  form.append("key", "work/2026/11/21/evil.csv.gz");
  form.append("file", new Blob(["x"]));
  for (const headers of [{ origin: "http://evil.example" }, {}]) {
    const answer = await fetch(`${running.stage.endpoints.s3}/${bucket}`, {
      method: "POST",
      body: form,
      headers,
    });
    expect(answer.status).toBe(403);
  }
  expect(await running.keys("lakeBucket", "work/")).toEqual([]);
});

it("shows the documentation to a browser", async () => {
  const { api } = running.stage.endpoints;
  expect((await fetch(`${api}/docs`)).status).toBe(200);
  expect((await fetch(`${api}/v1/openapi.json`, { headers: { origin: api } })).status).toBe(200);
  const byName = api.replace("127.0.0.1", "localhost");
  expect((await fetch(`${byName}/docs`, { headers: { origin: byName } })).status).toBe(200);
});

it("refuses operations that are named like members of every object", async () => {
  const { url, service, headers = {} } = calls()["redshift-data"]!;
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
    const init = {
      method: "POST",
      headers: { ...headers, "x-amz-target": `RedshiftData.${name}` },
      body: "{}",
    };
    const answer = await signedFetch(url, init, { ...signer(), service });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ __type: "UnknownOperationException" }),
    ]);
  }
});

it("refuses a query parameter that the route does not know, whatever its name", async () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    const answer = await fetch(`${running.stage.endpoints.api}/v1/exports?${name}=1`, {
      headers: { authorization: `Bearer ${running.stage.tokens.download}` },
    });
    expect([name, answer.status]).toEqual([name, 400]);
  }
});

it("keeps its folder to its owner, and its secrets in the files for them", async () => {
  expect((await stat(running.directory)).mode & 0o777).toBe(0o700);
  const { tokens, environment } = running.stage;
  const secrets = [tokens.ingest, tokens.download, credentialsOf(environment).secretAccessKey];
  const holders = [];
  for (const entry of await readdir(running.directory, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile()) {
      continue;
    }
    const content = await readFile(file, "latin1");
    if (!secrets.some((secret) => content.includes(secret))) {
      continue;
    }
    holders.push(
      `${path.relative(running.directory, file)} ${((await stat(file)).mode & 0o777).toString(8)}`,
    );
  }
  expect(holders.toSorted()).toEqual(["credentials.json 600", "secrets.json 600", "stage.json 600"]);
});
