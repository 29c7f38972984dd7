import { nearLongitude } from "./area.ts";

type Position = GeoJSON.Position;
type Shapes = GeoJSON.Feature | GeoJSON.FeatureCollection;

/**
 * Returns land whose rings go on beyond the antimeridian instead of back around the earth, which a flat map
 * would draw as lines across all of it. A ring around a pole stays as it is.
 */
export function unbroken(shapes: Shapes): Shapes {
  return shapes.type === "FeatureCollection"
    ? { ...shapes, features: shapes.features.map((each) => unbrokenFeature(each)) }
    : unbrokenFeature(shapes);
}

function unbrokenFeature(feature: GeoJSON.Feature): GeoJSON.Feature {
  const { geometry } = feature;
  if (geometry.type === "Polygon") {
    return { ...feature, geometry: { ...geometry, coordinates: geometry.coordinates.map(unbrokenRing) } };
  }
  if (geometry.type === "MultiPolygon") {
    const coordinates = geometry.coordinates.map((rings) => rings.map(unbrokenRing));
    return { ...feature, geometry: { ...geometry, coordinates } };
  }
  return feature;
}

function unbrokenRing(ring: Position[]): Position[] {
  const onward: Position[] = [];
  for (const [longitude = 0, latitude = 0] of ring) {
    onward.push([nearLongitude(longitude, onward.at(-1)?.[0] ?? longitude), latitude]);
  }
  return onward[0]?.[0] === onward.at(-1)?.[0] ? onward : ring;
}
