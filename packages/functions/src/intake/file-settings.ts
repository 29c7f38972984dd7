import * as z from "zod";

/** What is settled for a file, beside what it says: `ClientFiles` of core with the stage's defaults. */
export const fileSettingsSchema = z.object({
  device: z.string(),
  timeZone: z.string(),
  dateOrder: z.enum(["day-first", "month-first"]).exactOptional(),
  columns: z.record(z.string(), z.string()).exactOptional(),
  announce: z.boolean().exactOptional(),
  /** The client in whose folder the file lies: its reports have this source. */
  source: z.string().exactOptional(),
});

export type FileSettings = z.output<typeof fileSettingsSchema>;

/** What is settled for a client's files: `ClientFiles` of core. */
export const clientFilesSchema = fileSettingsSchema.extend({
  device: z.string().exactOptional(),
  timeZone: z.string().exactOptional(),
});
