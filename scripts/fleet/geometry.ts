/** Degrees, WGS 84. */
export type Place = { latitude: number; longitude: number };

/**
 * Metres in a degree of latitude; a degree of longitude has this times the cosine of the latitude. Accurate
 * to a percent across a city.
 */
const metresPerDegree = 111_320;

export function distanceMetres(from: Place, to: Place): number {
  const { north, east } = offset(from, to);
  return Math.hypot(north, east);
}

/** Degrees clockwise from true north, below 360. */
export function bearing(from: Place, to: Place): number {
  const { north, east } = offset(from, to);
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

/** Returns the place this many metres north and east. */
export function move(place: Place, { north, east }: { north: number; east: number }): Place {
  return {
    latitude: place.latitude + north / metresPerDegree,
    longitude: place.longitude + east / (metresPerDegree * Math.cos((place.latitude * Math.PI) / 180)),
  };
}

/** Returns the place at a fraction, 0 to 1, of the straight line. */
export function along(from: Place, to: Place, share: number): Place {
  return {
    latitude: from.latitude + (to.latitude - from.latitude) * share,
    longitude: from.longitude + (to.longitude - from.longitude) * share,
  };
}

function offset(from: Place, to: Place): { north: number; east: number } {
  return {
    north: (to.latitude - from.latitude) * metresPerDegree,
    east: (to.longitude - from.longitude) * metresPerDegree * Math.cos((from.latitude * Math.PI) / 180),
  };
}
