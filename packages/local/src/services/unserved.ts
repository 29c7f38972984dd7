import { LocalError } from "../local-error.ts";
import type { DeclaredResources } from "./declared.ts";
import type { ListedService } from "./service-list.ts";

/** Resources that are declared but not served on this machine, by the reason. */
export type Unserved = { reason: string; resources: { type: string; names: string[] }[] };

/** The reason for a kind that no service claims. */
export const noService = "no local service reads this kind";

/**
 * Returns every declared resource that no service serves, after the services have made their plans.
 *
 * Throws LocalError UNSUPPORTED, naming the resources, for a type that a service claims but does not read in
 * its plan: otherwise it would be lost silently.
 */
export function readUnserved(services: readonly ListedService[], declared: DeclaredResources): Unserved[] {
  const byReason = new Map<string, Unserved["resources"]>();
  for (const [type, names] of declared.names()) {
    const service = services.find(({ kinds }) => Object.hasOwn(kinds, type));
    const kind = service?.kinds[type];
    if (kind?.carrier) {
      continue;
    }
    if (service && kind?.unserved === undefined) {
      if (!declared.wasRead(type)) {
        throw new LocalError(
          "UNSUPPORTED",
          `The local service ${service.name} claims ${type} and leaves it out of its plan: ${names.join(", ")}`,
        );
      }
      continue;
    }
    const reason = kind?.unserved ?? noService;
    byReason.set(reason, [...(byReason.get(reason) ?? []), { type, names }]);
  }
  for (const { type, name, reason } of declared.leftOut) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), { type, names: [name] }]);
  }
  return [...byReason].map(([reason, resources]) => ({ reason, resources }));
}

/**
 * Returns the lines that say what is not served: how many resources, or with `verbose` each by name, as in
 * `Declared, not served (no dashboard is shown): Dashboard Overview`.
 */
export function unservedLines(unserved: readonly Unserved[], { verbose }: { verbose: boolean }): string[] {
  if (verbose) {
    return unserved.map(({ reason, resources }) => {
      const kinds = resources.map(({ type, names }) => `${type.split(":").at(-1)} ${names.join(", ")}`);
      return `Declared, not served (${reason}): ${kinds.join("; ")}`;
    });
  }
  const count = unserved.flatMap(({ resources }) => resources.flatMap(({ names }) => names)).length;
  if (count === 0) {
    return [];
  }
  const are = count === 1 ? "1 declared resource is" : `${count} declared resources are`;
  return [`${are} not served locally (--verbose names ${count === 1 ? "it" : "them"})`];
}
