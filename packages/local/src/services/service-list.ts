import type { ProviderFunction, ResourceRequest } from "../evaluate/resource-state.ts";
import type { DeclaredResources } from "./declared.ts";
import type { LocalService, ServedKind, Start } from "./service.ts";

/** A service without its types. */
export type ListedService = {
  name: string;
  folder?: string;
  kinds: Record<string, ServedKind>;
  functions?: Record<string, ProviderFunction>;
};

/** The services by name, each with what it opened, its plan and what it runs. */
export type ServiceList<
  Doors extends object,
  Plans extends object,
  Running extends object,
  Addresses extends object,
> = {
  services: readonly ListedService[];
  open: (start: Start) => Promise<Doors>;
  address: (doors: Doors, request: ResourceRequest) => Promise<string>;
  endpoints: (doors: Doors) => Addresses;
  plan: (declared: DeclaredResources) => Plans;
  serve: (start: Start, known: { doors: Doors; plans: Plans }) => Promise<Running>;
  /** Returns the list with one more service, which is opened, planned and served after those before it. */
  add: <Name extends string, Plan, Door, Live, Own extends object>(
    service: LocalService<Name, Plan, Door, undefined, Live, Own>,
  ) => Longer<Doors, Plans, Running, Addresses, Name, Plan, Door, Live, Own>;
  /** Like `add`, for a service that needs the plans of, or parts of, the services before it. */
  addWith: <Name extends string, Plan, Door, Needs, Live, Own extends object>(
    service: LocalService<Name, Plan, Door, Needs, Live, Own>,
    wire: (known: { doors: Doors; plans: Plans; running: Running }) => Needs,
  ) => Longer<Doors, Plans, Running, Addresses, Name, Plan, Door, Live, Own>;
};

type Parts<
  Doors extends object,
  Plans extends object,
  Running extends object,
  Addresses extends object,
> = Omit<ServiceList<Doors, Plans, Running, Addresses>, "add" | "addWith">;

type Longer<
  Doors extends object,
  Plans extends object,
  Running extends object,
  Addresses extends object,
  Name extends string,
  Plan,
  Door,
  Live,
  Own,
> = ServiceList<
  Doors & Record<Name, Door>,
  Plans & Record<Name, Plan>,
  Running & Record<Name, Live>,
  Addresses & Own
>;

/** Returns a list without any service. */
export function serviceList(): ServiceList<object, object, object, object> {
  return extensible({
    services: [],
    open: async () => ({}),
    address: async (_doors, { type, name }) => {
      throw new Error(`No local service has an address for ${type} ${name}`);
    },
    endpoints: () => ({}),
    plan: () => ({}),
    serve: async () => ({}),
  });
}

function extensible<
  Doors extends object,
  Plans extends object,
  Running extends object,
  Addresses extends object,
>(before: Parts<Doors, Plans, Running, Addresses>): ServiceList<Doors, Plans, Running, Addresses> {
  function addWith<Name extends string, Plan, Door, Needs, Live, Own extends object>(
    service: LocalService<Name, Plan, Door, Needs, Live, Own>,
    wire: (known: { doors: Doors; plans: Plans; running: Running }) => Needs,
  ): Longer<Doors, Plans, Running, Addresses, Name, Plan, Door, Live, Own> {
    type LongerDoors = Doors & Record<Name, Door>;
    const doorOf = (doors: Record<Name, Door>): Door => doors[service.name];
    const planOf = (plans: Record<Name, Plan>): Plan => plans[service.name];
    return extensible({
      services: [...before.services, service],
      open: (start: Start) =>
        before
          .open(start)
          .then((doors) => service.open(start).then((door) => ({ ...doors, ...named(service.name, door) }))),
      address: async (doors: LongerDoors, request: ResourceRequest) => {
        const isClaimed = Object.hasOwn(service.kinds, request.type);
        const own = isClaimed ? await service.address?.(doorOf(doors), request) : undefined;
        return own ?? before.address(doors, request);
      },
      endpoints: (doors: LongerDoors) => ({
        ...before.endpoints(doors),
        ...service.endpoints(doorOf(doors)),
      }),
      plan: (declared: DeclaredResources) => ({
        ...before.plan(declared),
        ...named(service.name, service.plan(declared)),
      }),
      serve: (start: Start, { doors, plans }: { doors: LongerDoors; plans: Plans & Record<Name, Plan> }) =>
        before.serve(start, { doors, plans }).then((running) => {
          const needs = wire({ doors, plans, running });
          return service
            .serve({ start, door: doorOf(doors), plan: planOf(plans), needs })
            .then((live) => ({ ...running, ...named(service.name, live) }));
        }),
    });
  }
  return { ...before, addWith, add: (service) => addWith(service, () => undefined) };
}

/** TypeScript widens a computed name to any string. */
function named<Name extends string, Value>(name: Name, value: Value): Record<Name, Value> {
  return { [name]: value } as Record<Name, Value>;
}
