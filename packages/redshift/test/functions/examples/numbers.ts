import type { Examples } from "./example.ts";

export const numbers: Examples = {
  abs: ["ABS(-38)", 38],
  acos: [
    ["ACOS(-1)", Math.PI],
    ["ACOS(0)", Math.PI / 2],
  ],
  asin: [
    ["ASIN(1)", Math.PI / 2],
    ["ROUND(ASIN(1), 12)", 1.570796326795],
  ],
  atan: [
    ["ATAN(1)", Math.PI / 4],
    ["ATAN(1) * 4", Math.PI],
  ],
  atan2: [
    ["ATAN2(2, 2)", Math.PI / 4],
    ["ATAN2(2,2) * 4", Math.PI],
  ],
  cbrt: ["CBRT(27)", 3],
  ceil: ["CEIL(-1.5::float8)", -1],
  ceiling: ["CEILING(28.05)", "29"],
  cos: ["COS(0)", 1],
  cot: [
    ["ROUND(COT(.5), 6)", 1.830488],
    ["ROUND(COT(1), 12)", 0.642092615934],
  ],
  degrees: [
    ["DEGREES(PI())", 180],
    ["ROUND(DEGREES(.5), 12)", 28.647889756541],
  ],
  dexp: [
    ["DEXP(0)", 1],
    ["ROUND(345349 * DEXP((7::FLOAT/100)*10), 6)", 695447.483772],
  ],
  dlog1: [
    ["DLOG1(1)", 0],
    ["ROUND(DLOG1(2.718281828), 12)", 0.999999999831],
  ],
  dlog10: ["DLOG10(100)", 2],
  exp: [
    ["EXP(0)", 1],
    ["ROUND(345349 * EXP((7::FLOAT/100)*10), 6)", 695447.483772],
  ],
  floor: ["FLOOR(28.05)", "28"],
  ln: [
    ["LN(1)", 0],
    ["ROUND(LN(2.718281828), 12)", 0.999999999831],
  ],
  log: [
    ["LOG(1000)", 3],
    ["LOG(100)", 2],
  ],
  mod: [
    ["MOD(10, 4)", 2],
    ["MOD(-50, 17)", -16],
  ],
  pi: ["PI()", Math.PI],
  pow: [
    ["POW(2, 10)", 1024],
    ["ROUND(345349 * POW((1+7::FLOAT/100),10), 6)", 679353.754089],
  ],
  power: [
    ["POWER(2, 10)", 1024],
    ["ROUND(345349 * POWER((1+7::FLOAT/100),10), 6)", 679353.754089],
  ],
  radians: [
    ["RADIANS(180)", Math.PI],
    ["ROUND(RADIANS(28.6478897565412), 12)", 0.5],
  ],
  random: ["RANDOM() BETWEEN 0 AND 1", true],
  round: [
    ["ROUND(28.05, 1)", "28.1"],
    ["ROUND(28.05)", "28"],
    ["ROUND(28.05, -1)", "30"],
  ],
  sign: [
    ["SIGN(-4)", -1],
    ["SIGN(28.05)", "1"],
    ["SIGN(-1)", -1],
    ["SIGN(-4.5)", "-1"],
  ],
  sin: [
    ["SIN(0)", 0],
    ["ROUND(SIN(-1), 12)", -0.841470984808],
  ],
  sqrt: ["SQRT(16)", 4],
  tan: ["TAN(0)", 0],
  to_hex: ["TO_HEX(2147447899)", "7fff745b"],
  trunc: [
    ["TRUNC(111.86, 1)", "111.8"],
    ["TRUNC(111.86)", "111"],
    ["TRUNC(111.86, -1)", "110"],
    ["TRUNC(TIMESTAMP '2011-07-21 10:32:38.248109')", "2011-07-21"],
  ],
};
