import { z } from "zod";
import type { Catalog } from "./catalog.ts";

const columns = z.array(z.object({ name: z.string(), type: z.string() }));
const texts = z.record(z.string(), z.string());

const table = z.object({
  origin: z.enum(["declared", "statement"]),
  definition: z.object({
    name: z.string(),
    location: z.string(),
    columns,
    partitionKeys: columns,
    serde: z.object({ library: z.string(), parameters: texts }),
    inputFormat: z.string(),
    outputFormat: z.string(),
    parameters: texts,
  }),
  partitions: z.array(z.object({ values: z.array(z.string()), location: z.string() })),
});

const ownColumn = z.object({
  name: z.string(),
  type: z.string(),
  notNull: z.boolean(),
  default: z.string().optional(),
});

const ownTable = z.object({
  columns: z.array(ownColumn),
  files: z.array(z.string()),
  sorted: z.object({ file: z.string(), columns: z.array(z.string()) }).optional(),
});

/** A catalog as it was kept between two starts. */
export const storedCatalog: z.ZodType<Catalog> = z.object({
  databases: z.record(z.string(), z.record(z.string(), table)),
  externalSchemas: z.record(
    z.string(),
    z.object({
      origin: z.enum(["declared", "statement"]),
      name: z.string(),
      glueDatabase: z.string(),
      iamRoleArns: z.array(z.string()),
    }),
  ),
  schemas: z.record(z.string(), z.record(z.string(), ownTable)).default({}),
  // A session's own, which no start outlives.
  temporary: z.record(z.string(), ownTable).default({}),
  views: z.array(
    z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()), query: z.string() }),
  ),
});
