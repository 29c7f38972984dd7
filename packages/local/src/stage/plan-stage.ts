import type { DeclaredApp } from "../evaluate/declared-app.ts";
import { DeclaredResources } from "../services/declared.ts";
import { services } from "../services/services.ts";
import { readUnserved, type Unserved } from "../services/unserved.ts";

/** The plan of each service, by its name. */
type Plans = ReturnType<typeof services.plan>;

/** What the local services serve, and what none of them serves, as plain data. */
export type Plan = {
  name: string;
  stage: string;
  region: string;
  services: Plans;
  unserved: Unserved[];
  outputs: Record<string, unknown>;
};

/**
 * Turns the declared resources into a plan: each service picks out its own.
 *
 * Throws LocalError UNSUPPORTED if a resource is declared in a way that its service does not support, or is
 * claimed but left out of the plan.
 */
export function planStage(app: DeclaredApp): Plan {
  const declared = new DeclaredResources(app.resources, app.builds);
  const plans = services.plan(declared);
  return {
    name: app.name,
    stage: app.stage,
    region: app.region,
    services: plans,
    unserved: readUnserved(services.services, declared),
    outputs: app.outputs,
  };
}
