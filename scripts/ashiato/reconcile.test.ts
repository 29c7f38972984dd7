import { readFile } from "node:fs/promises";
import { findingSchema } from "@ashiato/core/reconcile/finding";
import { expect, test } from "vitest";

test("docs/operations.md explains each kind of finding, and no other", async () => {
  const page = await readFile(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const [, section = ""] = page.split("\n## Compare what is stored\n");
  const [own = ""] = section.split("\n## ");
  const kinds = [...own.matchAll(/^\| `([a-z ]+)`/gm)].map(([, kind = ""]) => kind);
  expect(new Set(kinds)).toEqual(new Set(findingSchema.shape.kind.options));
});
