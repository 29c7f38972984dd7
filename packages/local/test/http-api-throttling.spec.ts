import { afterAll, beforeAll, expect, it } from "vitest";
import type { Listener } from "../src/http/listen.ts";
import { serveHttpApi } from "../src/services/http-api/serve-http-api.ts";
import { evaluateStage } from "./support/evaluated.ts";
import { planStage } from "../src/stage/plan-stage.ts";

let api: Listener;
let now = Date.UTC(2026, 10, 26);
let invoked = 0;

beforeAll(async () => {
  const throttle = { ratePerSecond: 2, burst: 3 };
  api = await serveHttpApi({
    api: () => ({
      id: "abc",
      executionArn: "arn:aws:execute-api:ap-northeast-1:000000000000:abc",
      name: "test",
      routes: [
        { routeKey: "GET /limited", functionArn: "answer", throttle },
        { routeKey: "GET /other/{id}", functionArn: "answer", throttle },
        { routeKey: "GET /open", functionArn: "answer" },
      ],
    }),
    accountId: "000000000000",
    region: "ap-northeast-1",
    port: 0,
    now: () => now,
    invoke: async () => {
      invoked += 1;
      return { payload: '{"statusCode":200}' };
    },
    onFault: (fault) => {
      throw fault;
    },
  });
});

afterAll(() => api.close());

async function statuses(path: string, requests: number): Promise<number[]> {
  const answers: number[] = [];
  for (let request = 0; request < requests; request += 1) {
    answers.push((await fetch(`${api.url}${path}`)).status);
  }
  return answers;
}

it("answers 429 to what a route does not take, in API Gateway's words, and invokes nothing for it", async () => {
  expect(await statuses("/limited", 4)).toEqual([200, 200, 200, 429]);
  expect(invoked).toBe(3);
  const refused = await fetch(`${api.url}/limited`);
  expect(refused.headers.get("content-type")).toContain("application/json");
  expect(await refused.text()).toBe('{"message":"Too Many Requests"}');
  now += 1_000;
  expect(await statuses("/limited", 3)).toEqual([200, 200, 429]);
});

it("counts each route by itself, whatever its parameters, and no route that is not there", async () => {
  expect(await statuses("/other/a", 2)).toEqual([200, 200]);
  expect(await statuses("/other/b", 2)).toEqual([200, 429]);
  expect(await statuses("/open", 5)).toEqual([200, 200, 200, 200, 200]);
  expect(await statuses("/nowhere", 5)).toEqual([404, 404, 404, 404, 404]);
});

it("has the limits that the app declares on each of its routes", async () => {
  const [declared] = planStage(await evaluateStage("local")).services.httpApi;
  expect(new Set(declared?.routes.map(({ throttle }) => JSON.stringify(throttle)))).toEqual(
    new Set(['{"ratePerSecond":3000,"burst":3000}']),
  );
}, 120_000);
