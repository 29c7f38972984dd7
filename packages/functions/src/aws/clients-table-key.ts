/** All clients are of one kind, so that one query lists them. */
export const clientKind = "client";
