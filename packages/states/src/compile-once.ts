/**
 * Wraps a pure compile function so that each distinct source text is compiled once. A state machine evaluates
 * the same few expressions for every item of a map; the bound keeps a long-lived server from growing without
 * end.
 */
export function compileOnce<Compiled>(
  compile: (source: string) => Compiled,
  maxEntries = 2_000,
): (source: string) => Compiled {
  const compiled = new Map<string, Compiled>();
  return (source) => {
    const known = compiled.get(source);
    if (known !== undefined) {
      return known;
    }
    const fresh = compile(source);
    if (compiled.size >= maxEntries) {
      compiled.clear();
    }
    compiled.set(source, fresh);
    return fresh;
  };
}
