import type { z } from "zod";
import type { DeclaredResource } from "../evaluate/declared-app.ts";
import { LocalError } from "../local-error.ts";

/**
 * The resources of one type, with their state read by a schema of what the service here needs.
 *
 * @throws LocalError UNSUPPORTED naming the resource and the property that does not fit.
 */
export function ofType<Shape extends z.ZodType>(
  resources: readonly DeclaredResource[],
  type: string,
  schema: Shape,
): { name: string; id: string; state: z.infer<Shape> }[] {
  return resources
    .filter((resource) => resource.type === type)
    .map(({ name, id, state }) => {
      const parsed = schema.safeParse(state);
      if (!parsed.success) {
        const faults = parsed.error.issues
          .map((issue) => `${issue.path.join(".")}: ${issue.message}`)
          .join("; ");
        throw new LocalError(
          "UNSUPPORTED",
          `${type} ${name} is declared in a way that is not served locally: ${faults}`,
        );
      }
      return { name, id, state: parsed.data };
    });
}
