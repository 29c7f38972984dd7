import { z } from "zod";
import type { JsonValue } from "../json.ts";

/** Zod's own JSON would take exact integers for objects. */
export const anyJson = z.custom<JsonValue>((value) => value !== undefined);
