import { posix } from "node:path";
import { rooms, type Room } from "./arrows.ts";

/**
 * Returns what is wrong with an import by the arrows of `rooms`; undefined if nothing is. `file` is a path
 * from the repository's root. Imports of libraries, and of files directly in the root, are not held here.
 */
export function importFault(file: string, specifier: string): string | undefined {
  const target = targetOf(file, specifier);
  if (target === undefined || !file.includes("/")) {
    return undefined;
  }
  const holding = Object.entries(rooms).filter(([path]) => file.startsWith(`${path}/`));
  const [from, to] = [partOf(file), partOf(target)];
  if (holding.length === 0 && from !== to) {
    return `${from} has no arrows in lint/arrows.ts, so that it imports no other part of the project`;
  }
  for (const [path, room] of holding) {
    const isAllowed = from === to ? isHeld(path, room, { file, target }) : room.parts.includes(to);
    if (!isAllowed) {
      return `${path} has no arrow to it: ${room.reason} (lint/arrows.ts)`;
    }
  }
  return undefined;
}

/** Returns the path of what is imported, from the root; undefined if it is no part of the project. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith("@ashiato/")) {
    const [, name, ...rest] = specifier.split("/");
    return posix.join("packages", name ?? "", "src", ...rest);
  }
  if (!specifier.startsWith(".")) {
    return undefined;
  }
  const target = posix.join(posix.dirname(file), specifier);
  return target.includes("/") && !target.startsWith(".") ? target : undefined;
}

function partOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "packages" ? second : first;
}

/** Returns whether a room lets one of its files import another of the same part. */
function isHeld(path: string, room: Room, { file, target }: { file: string; target: string }): boolean {
  const hasArrows = room.ground ?? room.folders ?? room.entries;
  if (hasArrows === undefined || !target.startsWith(`${path}/`)) {
    return true;
  }
  const [from, to] = [placeIn(path, file), placeIn(path, target)];
  if (to.folder === undefined && isGround(room, to.name)) {
    return true;
  }
  if (from.folder !== undefined) {
    const allowed = room.folders?.[from.folder] ?? room.others ?? [];
    return to.folder === from.folder || allowed.includes(to.folder ?? to.name);
  }
  if (isGround(room, from.name)) {
    return false;
  }
  if (!room.entries) {
    return true;
  }
  return to.folder === undefined
    ? to.name === from.name.replace(".test.ts", ".ts")
    : (room.others ?? []).includes(to.folder) || owns(from.name, to.folder);
}

function placeIn(path: string, file: string): { folder: string | undefined; name: string } {
  const [first = "", ...rest] = file.slice(path.length + 1).split("/");
  return rest.length === 0 ? { folder: undefined, name: first } : { folder: first, name: rest.join("/") };
}

function isGround(room: Room, name: string): boolean {
  return room.ground !== undefined && !name.endsWith(".test.ts") && room.ground.test(name);
}

function owns(entry: string, folder: string): boolean {
  return entry.startsWith(`${folder}.`) || entry.startsWith(`${folder}-`);
}
