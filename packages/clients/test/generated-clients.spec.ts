import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RunningStage } from "../../local/test/support/running-stage.ts";
import { readGuides } from "./support/read-guide.ts";
import { runCommand } from "./support/run-command.ts";

const here = path.join(import.meta.dirname, "..");
const { fetchDocument, guides } = await readGuides();

/** As a developer's project that a bundler builds. */
const compilerOptions = {
  target: "es2022",
  module: "esnext",
  moduleResolution: "bundler",
  types: ["node"],
  strict: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
};

let app: RunningStage;
/** Within the package, so that Node finds what the guides install. */
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(here, "generated-"));
  await writeFile(path.join(folder, "package.json"), '{ "private": true, "type": "module" }');
  app = await RunningStage.start();
  const { ingest, download } = app.stage.tokens;
  environment = { API: app.stage.endpoints.api, INGEST: ingest, DOWNLOAD: download };
  expect(await app.runBatch()).toMatchObject({ status: "SUCCEEDED" });
  await runCommand(fetchDocument, { folder, environment });
});

afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true });
});

it("is described for three generators, each in the version that is used here", async () => {
  const { devDependencies } = JSON.parse(await readFile(path.join(here, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const pinned = Object.entries(devDependencies).map(([name, version]) => `${name}@${version}`);
  expect(guides.map(({ generator }) => generator)).toEqual([
    "openapi-typescript and openapi-fetch",
    "@hey-api/openapi-ts",
    "orval",
  ]);
  for (const { packages } of guides) {
    expect(packages).not.toEqual([]);
    expect(pinned).toEqual(expect.arrayContaining(packages));
  }
});

it.each(guides)(
  "generates a client by $generator that sends a report, lists exports and asks for a run",
  async ({ commands, config, program }) => {
    const main = `${commands.join(" ").split(" ")[1]}-program`;
    await writeFile(path.join(folder, `${main}.ts`), program);
    if (config !== undefined) {
      await writeFile(path.join(folder, "orval.config.mjs"), config);
    }
    for (const command of commands) {
      await runCommand(command, { folder });
    }
    await build({
      entryPoints: [path.join(folder, `${main}.ts`)],
      outfile: path.join(folder, `${main}.mjs`),
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "silent",
    });
    expect(await runCommand(`node ${main}.mjs`, { folder, environment })).toBe("1 1 SUCCEEDED\n");
  },
);

it("type-checks the programs and their clients, by the developer's TypeScript and by this project's", async () => {
  const written = (await readdir(folder)).filter((name) => name.endsWith("-program.ts"));
  expect(written).toHaveLength(guides.length);
  await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: written }));
  for (const compiler of [here, path.join(here, "../..")]) {
    await runCommand(`${path.join(compiler, "node_modules/.bin/tsc")} -p tsconfig.json`, { folder });
  }
});
