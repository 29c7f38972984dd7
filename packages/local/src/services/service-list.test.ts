import { expect, it } from "vitest";
import { z } from "zod";
import type { DeclaredResource } from "../evaluate/declared-app.ts";
import { DeclaredResources } from "./declared.ts";
import { stateOnly } from "./service.ts";
import { serviceList } from "./service-list.ts";
import { services } from "./services.ts";
import { noService, readUnserved, unservedLines } from "./unserved.ts";

const table = "aws:dynamodb/table:Table";
const backup = "aws:dynamodb/backup:Backup";

function declared(type: string, name: string): DeclaredResource {
  const state = { name: name.toLowerCase() };
  return { type, name, inputs: state, state, id: name, custom: true };
}

const tables = stateOnly({
  name: "tables",
  kinds: { [table]: {}, [backup]: { unserved: "nothing is lost" } },
  plan: (resources) =>
    resources.ofType(table, z.looseObject({ name: z.string() })).map(({ state }) => state.name),
});

it("plans what each service reads, by the service's name", () => {
  const resources = new DeclaredResources([declared(table, "Clients"), declared(backup, "Nightly")]);
  const list = serviceList().add(tables);
  expect(list.plan(resources)).toEqual({ tables: ["clients"] });
  expect(readUnserved(list.services, resources)).toEqual([
    { reason: "nothing is lost", resources: [{ type: backup, names: ["Nightly"] }] },
  ]);
});

it("stops at a type that a service claims and leaves out of its plan, naming the resources", () => {
  const forgetful = stateOnly({ ...tables, plan: () => [] });
  const list = serviceList().add(forgetful);
  const resources = new DeclaredResources([declared(table, "Clients"), declared(table, "Limits")]);
  list.plan(resources);
  expect(() => readUnserved(list.services, resources)).toThrow(
    `The local service tables claims ${table} and leaves it out of its plan: Clients, Limits`,
  );
});

it("passes to a service what the list declares, from those before it", async () => {
  const users = stateOnly({ name: "users", kinds: {}, plan: () => undefined });
  const given: unknown[] = [];
  const list = serviceList()
    .add(tables)
    .addWith(
      { ...users, serve: async ({ needs }: { needs: { names: string[] } }) => void given.push(needs) },
      ({ plans }) => ({ names: plans.tables }),
    );
  const plans = list.plan(new DeclaredResources([declared(table, "Clients")]));
  // Neither service needs anything of the start.
  const start = {} as Parameters<typeof list.serve>[0];
  await list.serve(start, { doors: { tables: undefined, users: undefined }, plans });
  expect(given).toEqual([{ names: ["clients"] }]);
});

it("counts resources without a service, and names them on request", () => {
  const resources = new DeclaredResources([declared(table, "Clients"), declared(table, "Limits")]);
  const unserved = readUnserved([], resources);
  expect(unserved.map(({ reason }) => reason)).toEqual([noService]);
  expect(unservedLines(unserved, { verbose: false })).toEqual([
    "2 declared resources are not served locally (--verbose names them)",
  ]);
  expect(unservedLines(unserved, { verbose: true })).toEqual([
    `Declared, not served (${noService}): Table Clients, Limits`,
  ]);
  expect(unservedLines([], { verbose: false })).toEqual([]);
});

it("has one definition of each type, and one folder for each service", () => {
  const definitions = new Map(services.services.flatMap(({ kinds }) => Object.entries(kinds)));
  for (const { name, kinds } of services.services) {
    for (const [type, kind] of Object.entries(kinds)) {
      expect(kind === definitions.get(type), `${name} defines ${type} in its own way`).toBe(true);
    }
  }
  const folders = services.services.flatMap(({ folder }) => folder ?? []);
  expect(folders.filter((folder, index) => folders.indexOf(folder) < index)).toEqual([]);
});
