/** Time zones nearly always change their offset at a quarter hour. */
const slotMilliseconds = 900_000;
/** Bounds the memory while a long file is read. */
const maxSlots = 50_000;

type Zone = { format: Intl.DateTimeFormat; offsets: Map<number, number> };

const zones = new Map<string, Zone>();

/**
 * Returns the instant, in milliseconds since 1970, at which the clocks of a zone show a time: the earlier
 * instant for a time that they show twice; for a time that they skip, one that is later by as much as they
 * skip.
 * @param wallMilliseconds the time as if it were UTC, in milliseconds since 1970
 * Throws a RangeError for a name that is not an IANA time zone.
 */
export function instantOf(wallMilliseconds: number, timeZone: string): number {
  const zone = zoneOf(timeZone);
  const slot = Math.floor(wallMilliseconds / slotMilliseconds);
  let offset = zone.offsets.get(slot);
  if (offset === undefined) {
    offset = offsetAtWall(wallMilliseconds, zone.format);
    if (zone.offsets.size >= maxSlots) {
      zone.offsets.clear();
    }
    zone.offsets.set(slot, offset);
  }
  return wallMilliseconds - offset;
}

function offsetAtWall(wall: number, format: Intl.DateTimeFormat): number {
  const day = 86_400_000;
  // The offsets before and after any change nearby; the earlier one is tried first.
  const candidates = [offsetAt(wall - day, format), offsetAt(wall + day, format)];
  const matching = candidates.find((offset) => offsetAt(wall - offset, format) === offset);
  return matching ?? candidates[0] ?? 0;
}

/** Returns how many milliseconds the zone's clocks are ahead of UTC at an instant. */
function offsetAt(instant: number, format: Intl.DateTimeFormat): number {
  const seconds = Math.floor(instant / 1_000) * 1_000;
  const wall = Date.parse(`${format.format(seconds).replace(" ", "T")}Z`);
  return wall - seconds;
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known !== undefined) {
    return known;
  }
  // Sweden writes dates and times as ISO 8601 does: 2026-11-21 09:30:00.
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  const made = { format, offsets: new Map<number, number>() };
  zones.set(timeZone, made);
  return made;
}
