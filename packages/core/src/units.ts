/** Factors that convert a value to metres, metres per second or a fraction. */
export type Unit = { multiply: number };

export const one: Unit = { multiply: 1 };
export const kilometresPerHour: Unit = { multiply: 1 / 3.6 };
export const knots: Unit = { multiply: 1_852 / 3_600 };
export const milesPerHour: Unit = { multiply: 0.447_04 };
export const feet: Unit = { multiply: 0.3048 };
export const percent: Unit = { multiply: 0.01 };
