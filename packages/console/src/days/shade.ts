/** Steps of the calendar's colours above none. */
export const shades = 5;

/** Returns the step of a day's colour: 0 without rows, otherwise 1 to 5 by its share of the largest day. */
export function shadeOf(rows: number, most: number): number {
  return rows <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((rows / most) * shades));
}
