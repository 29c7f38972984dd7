import { afterEach, beforeEach, vi } from "vitest";

const methods = ["log", "info", "warn", "error", "debug"] as const;

/** Vitest's own default is a second: on a busy machine, what a test waits for takes longer. */
const patience = { timeout: 60_000 };
const { waitFor, waitUntil } = vi;
vi.waitFor = async (callback, options) => waitFor(callback, patient(options));
vi.waitUntil = async (callback, options) => waitUntil(callback, patient(options));

function patient(options: number | { timeout?: number; interval?: number } = {}) {
  return typeof options === "number" ? options : { ...patience, ...options };
}

// A stray console call fails the test that made it: output is part of behaviour.
beforeEach(() => {
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      throw new Error(`console.${method} was called in a test: ${words.map(String).join(" ")}`);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
});
