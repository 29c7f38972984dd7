/**
 * Macros of the casts to text, which other families call as well.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_Character_types.html
 */
export const castMacros: readonly string[] = [
  // Numbers of 15 and 6 digits. Every branch must bind for every type, so the way to a number leads over text.
  `CREATE MACRO redshift_text(x) AS
     CASE typeof(x)
       WHEN 'DOUBLE' THEN format('{:.15g}', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
       WHEN 'FLOAT' THEN format('{:.6g}', TRY_CAST(CAST(x AS VARCHAR) AS DOUBLE))
       ELSE CAST(x AS VARCHAR) END`,
  // Bytes, not characters; a character that would be cut in its middle is left out.
  `CREATE MACRO redshift_left_bytes(x, n) AS
     CASE WHEN strlen(x) <= n THEN x
       ELSE list_reduce(
         list_prepend('', string_split(x, '')),
         lambda kept, letter: CASE WHEN strlen(kept) + strlen(letter) <= n THEN kept || letter ELSE kept END) END`,
  // The blanks that fill a CHAR are no part of its value.
  `CREATE MACRO redshift_char(x, n) AS rtrim(redshift_left_bytes(x, n), ' ')`,
];
