import { readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "../../../local/test/support/evaluated.ts";

/** How docs/api.md says to generate a client by one generator. */
export type Guide = {
  generator: string;
  /** Commands that install packages, a package a word. */
  packages: string[];
  /** Commands that generate the client, one a line. */
  commands: string[];
  /** `orval.config.mjs`, where the generator has one. */
  config: string | undefined;
  /** The program that uses the client. */
  program: string;
};

/** Returns the guides of docs/api.md, and the command that each begins with. */
export async function readGuides(): Promise<{ fetchDocument: string; guides: Guide[] }> {
  const page = await readFile(path.join(root, "docs/api.md"), "utf8");
  const [, chapter = ""] = page.split("\n## Generate a client\n");
  const [head = "", ...sections] = (chapter.split("\n## ")[0] ?? "").split("\n### ");
  return {
    fetchDocument: blocks(head, "sh").join("\n").trim(),
    guides: sections.map((section) => {
      const lines = blocks(section, "sh").join("").trim().split("\n");
      const [config] = blocks(section, "js");
      const [program = ""] = blocks(section, "ts");
      return {
        generator: section.split("\n", 1)[0] ?? "",
        packages: lines.filter(isInstall).flatMap((line) => line.split(" ").filter(isPackage)),
        commands: lines.filter((line) => !isInstall(line)),
        config,
        program,
      };
    }),
  };
}

function isInstall(line: string): boolean {
  return line.startsWith("npm install ");
}

function isPackage(word: string): boolean {
  return /^@?[^@]+@\d/.test(word);
}

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, named, code = ""]) =>
    named === language ? [code] : [],
  );
}
