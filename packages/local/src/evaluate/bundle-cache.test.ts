import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { BundleCache } from "./bundle-cache.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "ashiato-bundles-"));
  await writeSources({
    "entry.ts": `import { greeting } from "./greeting"; console.log(greeting);`,
    "greeting.js": `export const greeting = "as JavaScript";`,
    "unrelated.txt": "",
  });
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function writeSources(sources: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(sources)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

/** Returns the bundle as the next start finds it. */
async function bundle(define: Record<string, string> = {}): Promise<string> {
  // What was written in the moment of a build is not known to be what it read.
  const mark = path.join(root, "mark");
  await writeFile(mark, "");
  const { ctimeMs } = await stat(mark);
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(ctimeMs), { interval: 1 });
  const cache = new BundleCache(path.join(root, "cache"));
  return cache.bundle({ root, options: { entryPoints: [path.join(root, "entry.ts")], define } });
}

it("finds a bundle again when nothing has changed", async () => {
  const first = await bundle();
  await writeSources({ "unrelated.txt": "changed" });
  expect(await bundle()).toBe(first);
});

it("bundles again when a source has other contents, whatever its time", async () => {
  const first = await bundle();
  const file = path.join(root, "greeting.js");
  await writeFile(file, `export const greeting = "still JavaScript";`);
  await utimes(file, 0, 0);
  const second = await bundle();
  expect(second).not.toBe(first);
  expect(await readFile(second, "utf8")).toContain("still JavaScript");
});

it("bundles again when an import finds another file first", async () => {
  await bundle();
  await writeSources({ "greeting.ts": `export const greeting = "as TypeScript";` });
  expect(await readFile(await bundle(), "utf8")).toContain("as TypeScript");
});

it("bundles again when settings above the sources change", async () => {
  const first = await bundle();
  await writeSources({ "tsconfig.json": `{ "compilerOptions": { "target": "es2020" } }` });
  expect(await bundle()).not.toBe(first);
});

it("bundles again when a package appears nearer to the sources", async () => {
  await writeSources({
    "entry.ts": `import "./nested/user.ts";`,
    "nested/user.ts": `import { place } from "lodging"; console.log(place);`,
    "node_modules/lodging/index.js": `export const place = "far";`,
  });
  expect(await readFile(await bundle(), "utf8")).toContain("far");
  await writeSources({ "nested/node_modules/lodging/index.js": `export const place = "near";` });
  expect(await readFile(await bundle(), "utf8")).toContain("near");
});

it("keeps one bundle for each set of options", async () => {
  const plain = await bundle();
  const other = await bundle({ greeting: "42" });
  expect(other).not.toBe(plain);
  expect(await bundle()).toBe(plain);
  expect(await bundle({ greeting: "42" })).toBe(other);
});

it("removes the bundles of a project that is gone, and of no other", async () => {
  const kept = await bundle();
  const named = path.join(path.dirname(kept), "../../root.txt");
  const gone = path.join(root, "gone");
  const other = path.join(root, "other");
  for (const project of [gone, other]) {
    await writeSources({ [`${path.basename(project)}/entry.ts`]: "console.log(1);" });
  }
  const bundleOf = (project: string) =>
    new BundleCache(path.join(root, "cache")).bundle({
      root: project,
      options: { entryPoints: [path.join(project, "entry.ts")] },
    });
  const left = await bundleOf(gone);
  await rm(gone, { recursive: true });
  // What another process has begun to write names no project yet.
  await writeFile(named, "");
  await bundleOf(other);
  await expect(stat(left)).rejects.toThrow("ENOENT");
  expect((await stat(kept)).isFile()).toBe(true);
});

it("builds again what was damaged or removed", async () => {
  const first = await bundle();
  await rm(path.dirname(first), { recursive: true });
  const second = await bundle();
  expect(await readFile(second, "utf8")).toContain("as JavaScript");
  await writeFile(path.join(second, "../../recipe.json"), "{");
  expect(await readFile(await bundle(), "utf8")).toContain("as JavaScript");
});
