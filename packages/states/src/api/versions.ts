import type { Action } from "@ashiato/aws-json/serve-aws-json";
import { ServiceError } from "@ashiato/aws-json/service-error";
import { z } from "zod";
import type { StateMachineRecord } from "../store/state-machine-store.ts";
import type { StartedBy } from "../store/version-store.ts";
import { checkArn, findMachine, pageOf, pageResult, readInput, type ApiParts } from "./api-parts.ts";

const page = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() };

/**
 * Publishes the machine as it is; the same revision again is the same version.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html
 */
export function publishStateMachineVersion(parts: ApiParts): Action {
  const input = z.object({
    stateMachineArn: z.string(),
    revisionId: z.string().optional(),
    description: z.string().optional(),
  });
  return async (request) => {
    const { stateMachineArn, revisionId, description } = readInput(input, request);
    const machine = findMachine(parts, stateMachineArn);
    if (revisionId !== undefined && revisionId !== machine.revisionId) {
      throw new ServiceError(
        "ConflictException",
        `The machine's revision is '${machine.revisionId}', not '${revisionId}'`,
      );
    }
    const { versionArn, published } = publish(parts, machine, description);
    return { stateMachineVersionArn: versionArn, creationDate: new Date(published) };
  };
}

/** Publishes a machine, unless its newest version is of the same revision. */
export function publish({ versions, clock }: ApiParts, machine: StateMachineRecord, note?: string) {
  const [newest] = versions.versions(machine.stateMachineArn);
  return newest?.revisionId === machine.revisionId
    ? newest
    : versions.publish(machine, { now: clock.now(), note });
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export function listStateMachineVersions(parts: ApiParts): Action {
  const input = z.object({ stateMachineArn: z.string(), ...page });
  return async (request) => {
    const read = readInput(input, request);
    checkArn(read.stateMachineArn);
    const wanted = pageOf(read, 1000);
    const found = parts.versions.versions(read.stateMachineArn).slice(wanted.offset);
    const { items, nextToken } = pageResult(found, wanted);
    return {
      stateMachineVersions: items.map(({ versionArn, published }) => ({
        stateMachineVersionArn: versionArn,
        creationDate: new Date(published),
      })),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html */
export function deleteStateMachineVersion({ versions }: ApiParts): Action {
  const input = z.object({ stateMachineVersionArn: z.string() });
  return async (request) => {
    const { stateMachineVersionArn: arn } = readInput(input, request);
    checkArn(arn);
    const aliases = versions.aliases(arn.replace(/:\d+$/, ""));
    const used = aliases.filter(({ routes }) => routes.some((route) => route.stateMachineVersionArn === arn));
    if (used.length > 0) {
      const names = used.map(({ aliasArn }) => aliasArn).join(",");
      throw new ServiceError(
        "ConflictException",
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`,
      );
    }
    versions.deleteVersion(arn);
    return {};
  };
}

const routes = z
  .array(z.object({ stateMachineVersionArn: z.string(), weight: z.int().min(0).max(100) }))
  .min(1)
  .max(2);

type Routes = z.infer<typeof routes>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export function createStateMachineAlias(parts: ApiParts): Action {
  const input = z.object({
    name: z.string().regex(/^(?!\d+$)[\w.-]{1,80}$/),
    description: z.string().optional(),
    routingConfiguration: routes,
  });
  return async (request) => {
    const { name, description, routingConfiguration } = readInput(input, request);
    const machineArn = checkRoutes(parts, routingConfiguration);
    const aliasArn = `${machineArn}:${name}`;
    if (parts.versions.alias(aliasArn)) {
      throw new ServiceError("ConflictException", `The alias '${aliasArn}' exists already`);
    }
    const now = parts.clock.now();
    parts.versions.putAlias({
      aliasArn,
      name,
      description,
      routes: routingConfiguration,
      created: now,
      updated: now,
    });
    return { stateMachineAliasArn: aliasArn, creationDate: new Date(now) };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export function updateStateMachineAlias(parts: ApiParts): Action {
  const input = z.object({
    stateMachineAliasArn: z.string(),
    description: z.string().optional(),
    routingConfiguration: routes.optional(),
  });
  return async (request) => {
    const read = readInput(input, request);
    const alias = findAlias(parts, read.stateMachineAliasArn);
    if (read.routingConfiguration) {
      checkRoutes(parts, read.routingConfiguration);
    }
    const updated = parts.clock.now();
    const { description = alias.description, routingConfiguration = alias.routes } = read;
    parts.versions.putAlias({ ...alias, description, routes: routingConfiguration, updated });
    return { updateDate: new Date(updated) };
  };
}

const byAlias = z.object({ stateMachineAliasArn: z.string() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export function describeStateMachineAlias(parts: ApiParts): Action {
  return async (request) => {
    const alias = findAlias(parts, readInput(byAlias, request).stateMachineAliasArn);
    return {
      stateMachineAliasArn: alias.aliasArn,
      name: alias.name,
      description: alias.description,
      routingConfiguration: alias.routes,
      creationDate: new Date(alias.created),
      updateDate: new Date(alias.updated),
    };
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html */
export function deleteStateMachineAlias(parts: ApiParts): Action {
  return async (request) => {
    const { aliasArn } = findAlias(parts, readInput(byAlias, request).stateMachineAliasArn);
    parts.versions.deleteAlias(aliasArn);
    return {};
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export function listStateMachineAliases(parts: ApiParts): Action {
  const input = z.object({ stateMachineArn: z.string(), ...page });
  return async (request) => {
    const read = readInput(input, request);
    checkArn(read.stateMachineArn);
    const wanted = pageOf(read, 1000);
    const { items, nextToken } = pageResult(
      parts.versions.aliases(read.stateMachineArn).slice(wanted.offset),
      wanted,
    );
    return {
      stateMachineAliases: items.map(({ aliasArn, created }) => ({
        stateMachineAliasArn: aliasArn,
        creationDate: new Date(created),
      })),
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  };
}

/**
 * Finds what StartExecution and DescribeStateMachine name: a machine, a version of it, or an alias, which
 * draws one of its versions by their weights. Throws StateMachineDoesNotExist.
 */
export function findQualified(
  parts: ApiParts,
  arn: string,
): { machine: StateMachineRecord; startedBy: StartedBy } {
  if (!/:stateMachine:[^:]+:[^:]+$/.test(arn)) {
    return { machine: findMachine(parts, arn), startedBy: {} };
  }
  const alias = parts.versions.alias(arn);
  const stateMachineVersionArn = alias ? draw(alias.routes, parts.services().random()) : arn;
  const version = parts.versions.version(stateMachineVersionArn);
  if (!version) {
    throw new ServiceError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }
  return {
    machine: version,
    startedBy: { stateMachineVersionArn, ...(alias ? { stateMachineAliasArn: arn } : {}) },
  };
}

function draw(routing: Routes, random: number): string {
  const [first, second] = routing;
  const drawn = second === undefined || random * 100 < (first?.weight ?? 0) ? first : second;
  return drawn?.stateMachineVersionArn ?? "";
}

/** Throws ResourceNotFound. */
function findAlias({ versions }: ApiParts, arn: string) {
  checkArn(arn);
  const alias = versions.alias(arn);
  if (alias) {
    return alias;
  }
  throw new ServiceError("ResourceNotFound", `Resource not found: '${arn}'`);
}

/**
 * Returns the ARN of the machine that the routes lead to. Throws ValidationException and ResourceNotFound.
 */
function checkRoutes({ versions }: ApiParts, routing: Routes): string {
  const found = routing.map(({ stateMachineVersionArn: arn }) => {
    const version = versions.version(arn);
    if (!version) {
      throw new ServiceError("ResourceNotFound", `Resource not found: '${arn}'`);
    }
    return version.stateMachineArn;
  });
  const [machineArn = ""] = found;
  const weights = routing.reduce((sum, { weight }) => sum + weight, 0);
  if (weights !== 100 || new Set(found).size > 1) {
    throw new ServiceError(
      "ValidationException",
      "The routes of an alias lead to versions of one state machine, and their weights sum up to 100.",
    );
  }
  return machineArn;
}
