import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildFunction } from "./build-function.ts";
import { BundleCache } from "./bundle-cache.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "ashiato-build-"));
  const handler = 'export const handler = async () => await import("not-installed/for-lambda");\n';
  await writeFile(path.join(root, "greet.ts"), handler);
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

function build(nodejs: Record<string, unknown>) {
  return buildFunction({
    root,
    work: root,
    bundles: new BundleCache(path.join(root, "bundles")),
    functionId: "Greet",
    handler: "greet.handler",
    runtime: "nodejs24.x",
    links: {},
    nodejs,
    copyFiles: [],
  });
}

test("a package that the program leaves out of the bundle is imported when the function asks for it", async () => {
  const { out } = await build({ architecture: "arm64", esbuild: { external: ["not-installed"] } });
  const bundle = await readFile(path.join(out, "bundle.mjs"), "utf8");
  expect(bundle).toContain('import("not-installed/for-lambda")');
  await expect(build({})).rejects.toMatchObject({
    code: "BUILD_FAILED",
    message: expect.stringContaining('Could not resolve "not-installed/for-lambda"'),
  });
});

test("a bundle is made small where the program asks for it", async () => {
  const code = "export async function handler(given: string) { return `${given} of the day`; }\n";
  await writeFile(path.join(root, "greet.ts"), code);
  const plain = await readFile(path.join((await build({})).out, "bundle.mjs"), "utf8");
  const small = await readFile(path.join((await build({ minify: true })).out, "bundle.mjs"), "utf8");
  expect(small.length).toBeLessThan(plain.length);
  expect(small).toContain(`"handler"`);
});

test("an option that is not supported is named", async () => {
  await expect(build({ esbuild: { alias: { a: "b" } }, splitting: true })).rejects.toThrow(
    "Function Greet: nodejs.esbuild.alias, nodejs.splitting are not supported locally",
  );
  await expect(build({ esbuild: { external: "a" } })).rejects.toThrow(
    "Function Greet: nodejs.esbuild.external is not supported locally",
  );
});
