/** What a client may do. */
export const rights = [
  "ingest",
  "uploads",
  "exports:read",
  "runs:start",
  "live:read",
  "clients:admin",
] as const;
export type Right = (typeof rights)[number];

/** What a route asks for: a right, or `any` key of a client that is not revoked. */
export type RequiredRight = Right | "any";

/** The stage's own tokens, where a client would stand: no client can have this id. */
export const stageItself = "stage";

/** A token of the stage itself: `ingest` has the rights to bring data, `download` has all others. */
export type StageToken = "ingest" | "download";

/** Returns the stage's own token that a route takes: each right has exactly one. */
export function stageTokenOf(right: RequiredRight): StageToken {
  return right === "ingest" || right === "uploads" ? "ingest" : "download";
}
