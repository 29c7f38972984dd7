/** A style of MapLibre with streets, and the origins that it may ask, its own included. */
export type Streets = { style: string; origins: readonly string[] };

const local = String.raw`http://(?:127\.0\.0\.1|localhost)(?::\d+)?`;
/** As a content security policy takes it, with `*.` for every name below a host's. */
const originPattern = new RegExp(String.raw`^(?:https://(?:\*\.)?[a-z0-9.-]+(?::\d+)?|${local})$`);

/**
 * Reads the settings of streets: `style` is the URL of a style or a path of the API's own host, `hosts` the
 * origins that the style names, joined by commas; `none` is neither. Undefined without a style. Throws
 * RangeError, naming the setting and the value, for any other text: what it accepts can stand in a content
 * security policy.
 */
export function readStreets({ style, hosts }: { style: string; hosts: string }): Streets | undefined {
  const named = hosts === "none" ? [] : hosts.split(",").map((each) => each.trim());
  if (style === "none") {
    if (named.length > 0) {
      throw new RangeError(
        `ASHIATO_STREETS_HOSTS names ${JSON.stringify(hosts)}, but ASHIATO_STREETS_STYLE names no style`,
      );
    }
    return undefined;
  }
  const wrong = named.find((each) => !originPattern.test(each));
  if (wrong !== undefined) {
    throw new RangeError(
      `ASHIATO_STREETS_HOSTS takes origins such as https://tiles.example.org, joined by commas, got ${JSON.stringify(wrong)}`,
    );
  }
  return { style, origins: [...new Set([...originOfStyle(style), ...named])] };
}

function originOfStyle(style: string): string[] {
  if (/^\/[^/\\]/.test(style)) {
    return [];
  }
  const origin = URL.canParse(style) ? new URL(style).origin : "";
  if (!originPattern.test(origin)) {
    throw new RangeError(
      `ASHIATO_STREETS_STYLE takes an https URL, or a path of the API's own host, got ${JSON.stringify(style)}`,
    );
  }
  return [origin];
}
