import { readFileSync } from "node:fs";
import { z } from "zod";
import type { SetAside } from "./set-aside.ts";

/**
 * Returns the contents of a JSON file; undefined if the file is missing. Sets the file aside and returns
 * undefined if it is damaged or does not match the schema.
 */
export function readRecord<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  setAside: SetAside,
): z.output<Schema> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return undefined;
    }
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) {
      throw error;
    }
    setAside(
      [file],
      error instanceof z.ZodError ? z.prettifyError(error).replaceAll(/\s+/g, " ") : error.message,
    );
    return undefined;
  }
}
