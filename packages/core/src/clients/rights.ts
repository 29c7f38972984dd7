/** What a client may do. */
export const rights = ["ingest", "exports:read", "runs:start", "clients:admin"] as const;
export type Right = (typeof rights)[number];

/** A token of the stage itself, and the rights that it has. */
export const stageTokens = {
  ingest: ["ingest"],
  download: ["exports:read", "runs:start", "clients:admin"],
} as const satisfies Record<string, readonly Right[]>;

export type StageToken = keyof typeof stageTokens;

/** Returns the stage's own token that has a right: each right has exactly one. */
export function stageTokenOf(right: Right): StageToken {
  return right === "ingest" ? "ingest" : "download";
}
