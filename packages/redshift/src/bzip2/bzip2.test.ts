import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runBzip2 } from "./bzip2.ts";

let directory: string;
const never = new AbortController().signal;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "ashiato-bzip2-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function convert(action: "compress" | "decompress", bytes: Uint8Array): Promise<Buffer> {
  const from = path.join(directory, "from");
  const to = path.join(directory, "to");
  await writeFile(from, bytes);
  await runBzip2({ action, from, to }, never);
  return readFile(to);
}

describe("bzip2", () => {
  it.each([
    ["nothing", 0],
    ["one block", 1000],
    ["several blocks", 2_500_000],
  ])("restores %s", async (_, length) => {
    const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * index) % 251));
    const packed = await convert("compress", bytes);
    expect(packed.subarray(0, 4).toString("latin1")).toBe("BZh9");
    expect((await convert("decompress", packed)).equals(bytes)).toBe(true);
  });

  it("reads what the bzip2 program writes", async () => {
    // printf 'a,1\nb,2\n' | bzip2
    const packed = Buffer.from("QlpoOTFBWSZTWbJLgeoAAANZAAAQAAQwADAAIAAhkxqDALcCF4u5IpwoSFklwPUA", "base64");
    expect((await convert("decompress", packed)).toString()).toBe("a,1\nb,2\n");
  });

  it("refuses what is no bzip2", async () => {
    await expect(convert("decompress", Buffer.from("a,1\nb,2\n"))).rejects.toThrow("No magic number found");
  });

  it("refuses a file that ends too early, or has a wrong byte", async () => {
    const packed = await convert("compress", Buffer.alloc(100_000, "abcdefg"));
    await expect(convert("decompress", packed.subarray(0, packed.length - 20))).rejects.toThrow(
      "no whole bzip2 file",
    );
    const damaged = Buffer.from(packed);
    damaged[damaged.length - 3] = (damaged[damaged.length - 3] ?? 0) ^ 1;
    await expect(convert("decompress", damaged)).rejects.toThrow("no whole bzip2 file");
  });

  it("ends with the signal's reason", async () => {
    const abort = new AbortController();
    const from = path.join(directory, "from");
    await writeFile(from, Buffer.alloc(20_000_000, "abc"));
    const running = runBzip2({ action: "compress", from, to: path.join(directory, "to") }, abort.signal);
    abort.abort(new Error("cancelled"));
    await expect(running).rejects.toThrow("cancelled");
  });
});
