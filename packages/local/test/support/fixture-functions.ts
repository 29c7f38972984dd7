import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemClock } from "@ashiato/states/clock";
import { BundleCache } from "../../src/evaluate/bundle-cache.ts";
import { buildFunction } from "../../src/evaluate/build-function.ts";
import { type LambdaService, serveLambda } from "../../src/services/lambda/serve-lambda.ts";
import type { FunctionPlan } from "../../src/services/lambda/functions.ts";
import { root } from "./evaluated.ts";

export type Fixture = Partial<
  Pick<FunctionPlan, "timeoutSeconds" | "memoryMegabytes" | "reservedConcurrency" | "environment">
>;

/** Serves the exports of `support/handlers.ts`, each as a function of its name. */
export async function serveFixtures(
  fixtures: Record<string, Fixture>,
): Promise<LambdaService & { lines: string[] }> {
  const work = await mkdtemp(path.join(tmpdir(), "ashiato-lambda-"));
  const lines: string[] = [];
  const bundles = new BundleCache(path.join(root, ".sst/platform/bundles"));
  const functions = await Promise.all(
    Object.entries(fixtures).map(async ([name, fixture]): Promise<FunctionPlan> => {
      const handler = `packages/local/test/support/handlers.${name}`;
      const build = await buildFunction({
        root,
        work,
        bundles,
        functionId: name,
        handler,
        runtime: "nodejs24.x",
        links: {},
        nodejs: {},
        copyFiles: [],
      });
      return {
        component: name,
        name,
        roleArn: "arn:aws:iam::000000000000:role/fixture",
        arn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
        bundle: build.out,
        handler: build.bundledHandler,
        source: handler,
        environment: {},
        logGroup: `/aws/lambda/${name}`,
        timeoutSeconds: 20,
        memoryMegabytes: 256,
        ...fixture,
      };
    }),
  );
  const service = await serveLambda({
    functions,
    runtime: path.join(root, ".sst/platform/dist/nodejs-runtime/index.js"),
    port: 0,
    clock: systemClock,
    environment: () => ({ AWS_REGION: "eu-west-1" }),
    writeLog: (_plan, _stream, message) => lines.push(message),
    onFault: (fault) => {
      throw fault;
    },
  });
  return {
    ...service,
    lines,
    close: async () => {
      await service.close();
      await rm(work, { recursive: true, force: true });
    },
  };
}
