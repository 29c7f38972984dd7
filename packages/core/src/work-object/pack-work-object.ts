import { WorkObjectRows } from "./work-object-rows.ts";

/** Returns the work object of lines of `workRows`: see `WorkObjectRows`. */
export async function packWorkObject(rows: readonly string[]): Promise<Buffer> {
  const object = new WorkObjectRows();
  for (const row of rows) {
    object.addRow(row);
  }
  return await object.pack();
}
