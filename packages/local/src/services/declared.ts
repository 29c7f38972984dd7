import type { z } from "zod";
import type { DeclaredResource, FunctionBuild } from "../evaluate/declared-app.ts";
import { LocalError } from "../local-error.ts";

/** A resource of a served type that its service does not serve, and why. */
export type LeftOut = { type: string; name: string; reason: string };

/** The declared resources, for the services' plans. Records which types were read. */
export class DeclaredResources {
  readonly builds: readonly FunctionBuild[];
  readonly #resources: readonly DeclaredResource[];
  readonly #read = new Set<string>();
  readonly #leftOut: LeftOut[] = [];

  constructor(resources: readonly DeclaredResource[], builds: readonly FunctionBuild[] = []) {
    // A component groups resources and is not a resource itself.
    this.#resources = resources.filter(({ custom }) => custom);
    this.builds = builds;
  }

  /**
   * Returns the resources of one type, with their state parsed by a schema of what the service needs; with a
   * filter, only those whose state it lets through.
   *
   * Throws LocalError UNSUPPORTED naming the resource and the property that does not fit.
   */
  ofType<Shape extends z.ZodType>(
    type: string,
    schema: Shape,
    filter: (state: Readonly<Record<string, unknown>>) => boolean = () => true,
  ): { name: string; id: string; state: z.infer<Shape> }[] {
    this.#read.add(type);
    return this.#resources
      .filter((resource) => resource.type === type && filter(resource.state))
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

  /** Records that a service's plan leaves out a resource of a type that it reads. */
  leaveOut(resource: LeftOut): void {
    this.#leftOut.push(resource);
  }

  get leftOut(): readonly LeftOut[] {
    return this.#leftOut;
  }

  /** Returns the names of all resources by their type. */
  names(): ReadonlyMap<string, string[]> {
    const byType = new Map<string, string[]>();
    for (const { type, name } of this.#resources) {
      byType.set(type, [...(byType.get(type) ?? []), name]);
    }
    return byType;
  }

  wasRead(type: string): boolean {
    return this.#read.has(type);
  }
}
