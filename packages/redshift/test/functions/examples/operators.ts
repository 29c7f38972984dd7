import type { Examples } from "./example.ts";

export const operators: Examples = {
  redshift_number: ["99999999999999999999", "99999999999999999999", "9"],
  "+": ["DATE '2026-11-21' + 1", "2026-11-22"],
  "-": ["DATE '2026-11-21' - DATE '2026-11-01'", 20],
  "*": ["7 * 6", 42],
  "/": ["-7 / 2", -3],
  "%": ["-7 % 3", -1],
  "^": ["2 ^ 3", 8],
  "||": ["'foot' || 'prints'", "footprints"],
  "~~": ["'Ashiato' LIKE 'A%'", true, "like"],
  "!~~": ["'Ashiato' NOT LIKE 'a%'", true, "not like"],
  "~~*": ["'Ashiato' ILIKE 'a%'", true, "ilike"],
  "!~~*": ["'Ashiato' NOT ILIKE 'a%'", false, "not ilike"],
  like_escape: ["'a_b' LIKE 'a#_b' ESCAPE '#'", true, "escape"],
  ilike_escape: ["'AxB' ILIKE 'a#_b' ESCAPE '#'", false, "escape"],
  not_like_escape: ["'axb' NOT LIKE 'a#_b' ESCAPE '#'", true, "escape"],
  not_ilike_escape: ["'A_B' NOT ILIKE 'a#_b' ESCAPE '#'", false, "escape"],
  regexp_full_match: ["'dog' ~ '^d'", true, "~"],
};

export const conditions: Examples = {
  decode: [
    ["DECODE(2, 1, 'one', 2, 'two', 'more')", "two"],
    [
      "DECODE('MLB', 'NHL', 'National Hockey League', 'MLB', 'Major League Baseball', 'Unknown')",
      "Major League Baseball",
    ],
    ["DECODE(NULL::int, NULL, 0, 1)", 0],
  ],
  greatest: [
    ["GREATEST(3, NULL, 7)", 7],
    ["GREATEST('2008-01-01', '2009-01-01')", "2009-01-01"],
  ],
  least: [
    ["LEAST(3, NULL, 7)", 3],
    ["LEAST('C','A','B')", "A"],
  ],
  nullif: [
    ["NULLIF('a', 'a')", null],
    ["NULLIF(1, 1)", null],
    ["NULLIF('first','second')", "first"],
  ],
  nvl: ["NVL(NULL, 5)", 5],
  nvl2: [
    ["NVL2(NULL, 'set', 'unset')", "unset"],
    ["NVL2('bob@x.org', 'Has Info', 'No Info')", "Has Info"],
  ],
};
