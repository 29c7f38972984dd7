import { ServiceError } from "@ashiato/aws-json/service-error";
import type { z } from "zod";

/** Throws ServiceError ValidationException, naming the member that does not match the API. */
export function readRequest<Shape extends z.ZodType>(shape: Shape, input: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(input);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `'${path.join(".")}': ${message}`);
    const plural = faults.length === 1 ? "error" : "errors";
    throw new ServiceError(
      "ValidationException",
      `${faults.length} validation ${plural} detected: ${faults.join("; ")}`,
    );
  }
  return parsed.data;
}
