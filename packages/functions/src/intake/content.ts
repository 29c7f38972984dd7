import * as z from "zod";

/** Which file had some contents first. */
export const contentSchema = z.object({ id: z.string(), name: z.string() });
