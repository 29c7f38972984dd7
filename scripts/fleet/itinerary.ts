import { along, bearing, distanceMetres, move, type Place } from "./geometry.ts";
import type { Random } from "./random.ts";

/** Where people live, work and go out in and around Tokyo. */
const hubs: readonly [Place, ...Place[]] = [
  { latitude: 35.6812, longitude: 139.7671 }, // Tokyo
  { latitude: 35.6896, longitude: 139.7006 }, // Shinjuku
  { latitude: 35.658, longitude: 139.7016 }, // Shibuya
  { latitude: 35.7295, longitude: 139.7109 }, // Ikebukuro
  { latitude: 35.7138, longitude: 139.7774 }, // Ueno
  { latitude: 35.6977, longitude: 139.8268 }, // Kinshicho
  { latitude: 35.7045, longitude: 139.5797 }, // Kichijoji
  { latitude: 35.698, longitude: 139.4137 }, // Tachikawa
  { latitude: 35.5767, longitude: 139.6593 }, // Musashi-Kosugi
  { latitude: 35.9064, longitude: 139.624 }, // Omiya
];

const hour = 3_600_000;

/**
 * A trip from one place to another, or a stay if both are the same. Times are milliseconds after midnight.
 */
type Leg = { from: Place; to: Place; departs: number; arrives: number };

/** What a device does on one day. */
export type Itinerary = { legs: Leg[] };

/**
 * A device's position, speed (m/s) and heading (degrees) at a time; it has no heading while it stays.
 */
export type Sighting = { place: Place; speed: number; heading?: number };

export function someHome(random: Random): Place {
  return scatter(random.pick(hubs), random, 2_500);
}

/**
 * Returns a day between home, work, lunch and sometimes an evening out; or, for every eighth device, a day of
 * deliveries.
 */
export function planDay(home: Place, random: Random): Itinerary {
  return random.chance(1 / 8) ? deliveries(home, random) : working(home, random);
}

/** Returns where the device is at a time, in milliseconds after midnight. */
export function sighting({ legs }: Itinerary, moment: number): Sighting {
  const leg = legs.findLast(({ departs }) => departs <= moment) ?? legs[0];
  if (leg === undefined) {
    throw new RangeError("An itinerary has at least one leg");
  }
  const metres = distanceMetres(leg.from, leg.to);
  if (moment >= leg.arrives || metres === 0) {
    return { place: leg.to, speed: 0 };
  }
  const share = Math.max(0, (moment - leg.departs) / (leg.arrives - leg.departs));
  return {
    place: along(leg.from, leg.to, share),
    speed: (metres * 1_000) / (leg.arrives - leg.departs),
    heading: bearing(leg.from, leg.to),
  };
}

function working(home: Place, random: Random): Itinerary {
  const work = scatter(random.pick(hubs), random, 600);
  const lunch = scatter(work, random, 250);
  const way = new Way(home, random);
  way.go(work, random.between(6.5, 9.5) * hour);
  way.go(lunch, random.between(11.5, 13) * hour);
  way.go(work, way.arrived + random.between(0.5, 1) * hour);
  const leaves = random.between(17, 20) * hour;
  if (random.chance(0.4)) {
    way.go(scatter(random.pick(hubs), random, 400), leaves);
    way.go(home, way.arrived + random.between(1, 2.5) * hour);
  } else {
    way.go(home, leaves);
  }
  return { legs: way.legs };
}

function deliveries(depot: Place, random: Random): Itinerary {
  const way = new Way(depot, random);
  way.go(scatter(depot, random, 4_000), random.between(7, 9) * hour);
  while (way.arrived < 17 * hour) {
    way.go(scatter(way.place, random, 2_000), way.arrived + random.between(0.1, 0.6) * hour);
  }
  way.go(depot, way.arrived + 0.25 * hour);
  return { legs: way.legs };
}

/** The legs of a day as they are put together, from midnight at the first place. */
class Way {
  readonly legs: Leg[];
  place: Place;
  arrived = 0;
  readonly #random: Random;

  constructor(start: Place, random: Random) {
    this.place = start;
    this.#random = random;
    this.legs = [{ from: start, to: start, departs: 0, arrives: 0 }];
  }

  /** Leaves for a place at a moment, or as soon as the last trip is over. */
  go(to: Place, moment: number): void {
    const departs = Math.max(moment, this.arrived);
    const metres = distanceMetres(this.place, to);
    const speed = usualSpeed(metres) * this.#random.between(0.8, 1.2);
    this.arrived = departs + Math.max(1, (metres / speed) * 1_000);
    this.legs.push({ from: this.place, to, departs, arrives: this.arrived });
    this.place = to;
  }
}

/** Metres per second, stops included: on foot, by bicycle, by train or car. */
function usualSpeed(metres: number): number {
  if (metres < 1_500) {
    return 1.3;
  }
  return metres < 5_000 ? 4.2 : 10;
}

function scatter(place: Place, random: Random, metres: number): Place {
  return move(place, { north: random.normal() * metres, east: random.normal() * metres });
}
