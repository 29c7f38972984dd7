export type Token =
  | { kind: "selector"; path: string[] }
  | { kind: "text"; text: string }
  | { kind: "number"; value: number }
  | { kind: "symbol"; text: string };

const part = /\.(?<name>[\w-]+)|\[(?:"(?<quoted>[^"]*)"|'(?<single>[^']*)'|(?<index>\d+))\]/gu;

/** Each kind of token, the first that fits; a text without quotes may hold what a path or a number does. */
const token =
  /\s*(?:(?<selector>\$(?:\.[\w-]+|\[(?:"[^"]*"|'[^']*'|\d+)\])+)|(?<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?=[\s)}&|]|$))|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<symbol>&&|\|\||[<>!]=|[=<>(){}]|(?:IS|NOT|EXISTS|TRUE|FALSE|NULL)(?![\w*]))|(?<bare>[\w./:*-]+))\s*/iuy;

/** Returns the tokens of a JSON filter pattern; undefined for any other text. */
export function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const groups = token.exec(text)?.groups;
    if (!groups) {
      return undefined;
    }
    tokens.push(tokenOf(groups));
    at = token.lastIndex;
  }
  return tokens;
}

function tokenOf(groups: Partial<Record<string, string>>): Token {
  const { selector, number, quoted, symbol, bare = "" } = groups;
  if (selector !== undefined) {
    return { kind: "selector", path: pathOf(selector) };
  }
  if (number !== undefined) {
    return { kind: "number", value: Number(number) };
  }
  if (symbol !== undefined) {
    return { kind: "symbol", text: symbol };
  }
  return { kind: "text", text: quoted?.replaceAll(/\\(.)/gu, "$1") ?? bare };
}

function pathOf(selector: string): string[] {
  return [...selector.matchAll(part)].map(({ groups = {} }) => {
    const { name, quoted, single, index = "" } = groups;
    return name ?? quoted ?? single ?? index;
  });
}
