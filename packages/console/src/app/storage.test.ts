import { expect, it } from "vitest";
import { KeptTexts } from "./storage.ts";

it("keeps texts for as long as the page where the browser keeps nothing", () => {
  const kept = new KeptTexts(() => {
    throw new DOMException("Access is denied for this document", "SecurityError");
  });
  expect(kept.get("theme")).toBeUndefined();
  kept.set("theme", "dark");
  expect(kept.get("theme")).toBe("dark");
  kept.set("theme", undefined);
  expect(kept.get("theme")).toBeUndefined();
});
