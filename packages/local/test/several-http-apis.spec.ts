import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { layOutProgram } from "./support/program-folder.ts";
import { RunningStage } from "./support/running-stage.ts";

/** Two APIs, and a function that knows the address of the second. */
const program = `
  const first = new sst.aws.ApiGatewayV2("First");
  const second = new sst.aws.ApiGatewayV2("Second");
  const echo = { handler: "echo.handler", environment: { SECOND_URL: second.url } };
  first.route("GET /first", echo);
  second.route("GET /second", echo);
  return { first: first.url, second: second.url };
`;

const handler = `export const handler = async ({ requestContext }) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ apiId: requestContext.apiId, secondUrl: process.env.SECOND_URL }),
});`;

let folder: string;
let running: RunningStage;

beforeAll(async () => {
  folder = await layOutProgram(program, { "echo.ts": handler });
  running = await RunningStage.start({ root: folder, stage: "fixture" });
});

afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

it("serves each declared HTTP API on its own port, the first on the stage's", async () => {
  const [first, second] = [running.output("first"), running.output("second")];
  expect(first).toBe(running.stage.endpoints.api);
  expect(second).not.toBe(first);

  const answers = await Promise.all(
    [`${first}/first`, `${second}/second`, `${first}/second`, `${second}/first`].map((url) => fetch(url)),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404]);
  const [atFirst, atSecond] = (await Promise.all(answers.slice(0, 2).map((answer) => answer.json()))) as {
    apiId: string;
    secondUrl: string;
  }[];
  expect(atFirst?.secondUrl).toBe(second);
  expect(atSecond?.apiId).not.toBe(atFirst?.apiId);
});
