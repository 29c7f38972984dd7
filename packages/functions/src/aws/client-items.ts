/** All clients are of one kind, so that one query lists them. */
export const clientKind = "client";

/** What the key of an item begins with that names the last use of a client's key. */
export const keyPrefix = "key#";
