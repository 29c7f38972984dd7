import { expect, test } from "vitest";
import { acceptedEncoding } from "./accepted-encoding.ts";

test("a browser gets brotli, another client gzip, and whoever refuses both neither", () => {
  expect(acceptedEncoding("gzip, deflate, br, zstd")).toBe("br");
  expect(acceptedEncoding("GZIP;q=0.5")).toBe("gzip");
  expect(acceptedEncoding("br;q=0, gzip; q=1.0")).toBe("gzip");
  expect(acceptedEncoding("br; q=0.000, gzip;q=0.0")).toBeUndefined();
  expect(acceptedEncoding("identity")).toBeUndefined();
  expect(acceptedEncoding(undefined)).toBeUndefined();
});
