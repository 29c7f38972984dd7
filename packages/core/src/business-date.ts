const dayMilliseconds = 86_400_000;
/**
 * Time zones nearly always change their offset at a quarter hour: the two ends of a slot show whether all of
 * it is one date.
 */
const slotMilliseconds = 900_000;
/** A late window of a month is about 3,000 slots; this bounds the memory of a warm function. */
const maxSlots = 20_000;

const calendars = new Map<string, Calendar>();

type Calendar = { format: Intl.DateTimeFormat; dateOfSlot: Map<number, string | undefined> };

/**
 * Returns the calendar date (`yyyy-MM-dd`) of an instant in a time zone, by the zone's daylight saving rules.
 * Caches dates by quarter hour, so that a batch of reports calls Intl only a few times. Throws a RangeError
 * for a name that is not an IANA time zone.
 */
export function businessDate(epochMilliseconds: number, timeZone: string): string {
  const { format, dateOfSlot } = calendar(timeZone);
  const slot = Math.floor(epochMilliseconds / slotMilliseconds);
  if (!dateOfSlot.has(slot)) {
    if (dateOfSlot.size >= maxSlots) {
      dateOfSlot.clear();
    }
    const first = localDate(format, slot * slotMilliseconds);
    const last = localDate(format, (slot + 1) * slotMilliseconds - 1);
    dateOfSlot.set(slot, first === last ? first : undefined);
  }
  return dateOfSlot.get(slot) ?? localDate(format, epochMilliseconds);
}

/** Returns the day before the calendar date of an instant in a time zone. */
export function yesterday(epochMilliseconds: number, timeZone: string): string {
  return addCalendarDays(businessDate(epochMilliseconds, timeZone), -1);
}

/**
 * Returns the moment at which the calendar date of an instant began in a time zone, both in milliseconds
 * since 1970; that is not midnight where the clocks go forward then.
 */
export function startOfBusinessDate(epochMilliseconds: number, timeZone: string): number {
  const date = businessDate(epochMilliseconds, timeZone);
  let start = Math.floor(epochMilliseconds / slotMilliseconds) * slotMilliseconds;
  while (businessDate(start - 1, timeZone) === date) {
    start -= slotMilliseconds;
  }
  return start;
}

/** Returns the calendar date so many days after a date, or before it. */
export function addCalendarDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10);
}

function calendar(timeZone: string): Calendar {
  const known = calendars.get(timeZone);
  if (known !== undefined) {
    return known;
  }
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const made = { format, dateOfSlot: new Map<number, string | undefined>() };
  calendars.set(timeZone, made);
  return made;
}

function localDate(format: Intl.DateTimeFormat, epochMilliseconds: number): string {
  const parts = new Map(format.formatToParts(epochMilliseconds).map(({ type, value }) => [type, value]));
  return `${(parts.get("year") ?? "").padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}
