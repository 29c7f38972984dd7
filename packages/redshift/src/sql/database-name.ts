import type { Token } from "./tokenize.ts";

/**
 * Takes the database's own name out of a statement's names, such as `database.schema.table` and
 * `database.schema.table.column`. A name of three parts whose first one is a schema as well stays, unless the
 * second is one too: it may be `schema.table.column`.
 * https://docs.aws.amazon.com/redshift/latest/dg/cross-database-overview.html
 */
export function dropDatabase(
  tokens: readonly Token[],
  database: string,
  isSchema: (name: string) => boolean,
): Token[] {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) {
      break;
    }
    if (isDatabase(tokens, at, { database, isSchema })) {
      at += 1;
    } else {
      kept.push(token);
    }
  }
  return kept;
}

function isDatabase(
  tokens: readonly Token[],
  at: number,
  { database, isSchema }: { database: string; isSchema: (name: string) => boolean },
): boolean {
  const [before, first, dot, second, nextDot] = [-1, 0, 1, 2, 3].map((offset) => tokens[at + offset]);
  if (!isName(first) || first?.text !== database.toLowerCase() || isDot(before)) {
    return false;
  }
  if (!isDot(dot) || !isName(second) || !isDot(nextDot)) {
    return false;
  }
  return isSchema(second?.text ?? "") || !isSchema(database.toLowerCase());
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "quoted";
}

function isDot(token: Token | undefined): boolean {
  return token?.kind === "symbol" && token.text === ".";
}
