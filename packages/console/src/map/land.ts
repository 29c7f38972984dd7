import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import coarseUrl from "world-atlas/countries-110m.json?url";
import fineUrl from "world-atlas/countries-50m.json?url";
import finestUrl from "world-atlas/land-10m.json?url";
import { unbroken } from "./unbroken.ts";

export type Land = { land: GeoJSON.GeoJSON; borders?: GeoJSON.GeoJSON };

type Atlas = Topology<{ land: GeometryCollection; countries?: GeometryCollection }>;

/** The zoom from which a finer coast is worth its bytes, with its file. */
export const landSteps = [
  { fromZoom: 0, url: coarseUrl },
  { fromZoom: 2.5, url: fineUrl },
  { fromZoom: 6, url: finestUrl },
] as const;

/** Returns the land and the borders of a file of `world-atlas`: Natural Earth's, in the public domain. */
export async function loadLand(url: string): Promise<Land> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Error(`${url} was answered with ${answer.status}`);
  }
  const atlas = (await answer.json()) as Atlas;
  const { countries, land } = atlas.objects;
  return {
    land: unbroken(feature(atlas, land)),
    ...(countries !== undefined && { borders: mesh(atlas, countries, (one, other) => one !== other) }),
  };
}
