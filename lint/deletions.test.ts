import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";

const repository = join(import.meta.dirname, "..");
/** Where the app, its commands and the stage itself are. What the local AWS deletes, a client asks for. */
const sources = ["packages/{core,functions}/src", "packages/local/src/{stage,disk}", "scripts", "stacks"];
const deletion =
  /\b(?:Delete\w*Command|deleteObjects|deleteUnchanged|deleteMessages|rm|rmSync|rmdir|unlink|truncate)\(|\bcallDynamodb\("DeleteItem"|\bexpiresIn: retention|\bexpiration:/;

type Row = { file: string; onlyWhen: string; shownBy: string };

/** The rows of the tables under a heading of docs/architecture.md, with the file in the second column. */
async function rowsOf(heading: string): Promise<Row[]> {
  const page = await readFile(join(repository, "docs/architecture.md"), "utf8");
  const [, section = ""] = page.split(`\n${heading}\n`);
  const [own = ""] = section.split("\n## ");
  return own
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| --"))
    .slice(1)
    .map((line) => {
      const [, , file = "", onlyWhen = "", shownBy = ""] = line.split("|").map((cell) => cell.trim());
      return { file: file.replaceAll("`", ""), onlyWhen, shownBy };
    });
}

async function deletingFiles(): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(
    sources.map((folder) => `${folder}/**/*.ts`),
    { cwd: repository, exclude: ["**/*.test.ts"] },
  )) {
    const code = (await readFile(join(repository, file), "utf8")).replaceAll(/^import [\s\S]*?;$/gm, "");
    if (deletion.test(code)) {
      found.push(file);
    }
  }
  return found.toSorted();
}

it("lists every file that deletes, and no other", async () => {
  const rows = await rowsOf("## What is deleted, and when");
  expect([...new Set(rows.map(({ file }) => file))].toSorted()).toEqual(await deletingFiles());
});

it("says of each deletion what must be true before it, and names a test that is there", async () => {
  for (const { file, onlyWhen, shownBy } of await rowsOf("## What is deleted, and when")) {
    expect(onlyWhen, file).not.toBe("");
    const [, test = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(shownBy) ?? [];
    expect(await readFile(join(repository, test), "utf8"), `${file}: ${title}`).toContain(title);
  }
});
