import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const root = path.join(import.meta.dirname, "..");
const enginesSchema = z.looseObject({
  engines: z.looseObject({ node: z.string().optional() }).optional().catch(undefined),
  optional: z.boolean().optional(),
});
const lockSchema = z.object({ packages: z.record(z.string(), enginesSchema) });
const lock = lockSchema.parse(readJson("package-lock.json"));

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(path.join(root, name), "utf8"));
}

/** Returns true if a range of versions has some of a major version. */
function accepts(range: string, major: number): boolean {
  return range.split("||").some((part) => {
    const [, operator = "", first = "0"] = /^\s*(?<operator>[<>=^~]*)\s*v?(?<first>\d+|\*)/.exec(part) ?? [];
    return first === "*" || (operator.startsWith(">") ? Number(first) <= major : Number(first) === major);
  });
}

// An older Node installs the project alone. `npm ci` warns by the lock file: the `engines` of a package that
// wants a newer Node are left out there, and checked here against the Node that runs it.
test("npm of Node 20 installs the project without a warning about engines", () => {
  const refusing = Object.entries(lock.packages).filter(
    ([, { engines, optional }]) => optional !== true && !accepts(engines?.node ?? "*", 20),
  );
  expect(refusing.map(([name]) => name)).toEqual([]);
});

test("every installed package takes the Node that the project brings", () => {
  const { version } = z.object({ version: z.string() }).parse(readJson("node_modules/node/package.json"));
  const major = Number(version.split(".")[0]);
  const installed = Object.keys(lock.packages).filter(
    (name) => name.includes("node_modules/") && existsSync(path.join(root, name, "package.json")),
  );
  expect(installed.length).toBeGreaterThan(100);
  const refusing = installed.filter((name) => {
    const { engines } = enginesSchema.parse(readJson(`${name}/package.json`));
    return !accepts(engines?.node ?? "*", major);
  });
  expect(refusing).toEqual([]);
});
