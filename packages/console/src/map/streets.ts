import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";

/** What a map takes from a style with streets, with names and URLs that hold in any other style. */
export type Streets = Pick<StyleSpecification, "sources" | "layers" | "glyphs" | "sprite">;

/** Sources and layers of a style are named apart from the page's own. */
const prefix = "streets ";

/**
 * Returns the streets of the stage; undefined if it has none. Throws an Error if its style cannot be had, is
 * not one of version 8, or is of a host that the content security policy does not name.
 */
export async function loadStreets(): Promise<Streets | undefined> {
  const { style } = await fetchJson<{ style: string | null }>("/console/streets.json");
  if (style === null) {
    return undefined;
  }
  const url = new URL(style, location.href).href;
  const loaded = await fetchJson<StyleSpecification>(url);
  if (loaded.version !== 8 || !Array.isArray(loaded.layers) || typeof loaded.sources !== "object") {
    throw new Error(`${originOf(url)} has no style of version 8`);
  }
  return streetsOf(loaded, url);
}

/** Returns the streets of a style, whose relative URLs are relative to its own. */
export function streetsOf({ sources, layers, glyphs, sprite }: StyleSpecification, url: string): Streets {
  return {
    sources: Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [`${prefix}${name}`, absoluteSource(source, url)]),
    ),
    layers: layers.map((layer) => renamed(layer)),
    ...(glyphs !== undefined && { glyphs: absolute(glyphs, url) }),
    ...(sprite !== undefined && {
      sprite:
        typeof sprite === "string"
          ? absolute(sprite, url)
          : sprite.map((each) => ({ ...each, url: absolute(each.url, url) })),
    }),
  };
}

function renamed(layer: LayerSpecification): LayerSpecification {
  const id = `${prefix}${layer.id}`;
  return "source" in layer && typeof layer.source === "string"
    ? { ...layer, id, source: `${prefix}${layer.source}` }
    : { ...layer, id };
}

function absoluteSource(source: SourceSpecification, base: string): SourceSpecification {
  const urls: { url?: string; tiles?: string[]; data?: string } = {};
  if ("url" in source && typeof source.url === "string") {
    urls.url = absolute(source.url, base);
  }
  if ("tiles" in source && source.tiles !== undefined) {
    urls.tiles = source.tiles.map((each) => absolute(each, base));
  }
  if ("data" in source && typeof source.data === "string") {
    urls.data = absolute(source.data, base);
  }
  return { ...source, ...urls };
}

/** Returns a template in braces as it was, which a URL would encode. */
function absolute(url: string, base: string): string {
  return new URL(url, base).href.replaceAll("%7B", "{").replaceAll("%7D", "}");
}

async function fetchJson<Body>(url: string): Promise<Body> {
  const answer = await fetch(url).catch((error: unknown) => {
    throw new Error(`${originOf(url)} cannot be reached`, { cause: error });
  });
  if (!answer.ok) {
    throw new Error(`${originOf(url)} answered with ${answer.status}`);
  }
  return (await answer.json()) as Body;
}

/** A style's URL may have a key, which is not to be shown. */
function originOf(url: string): string {
  return new URL(url, location.href).origin;
}
