/** An expression with its value, and how the function is written where that is not its name. */
export type Example = [expression: string, value: unknown, written?: string];

/** One example or several of each function, by the name in the list of functions. */
export type Examples = Record<string, Example | Example[]>;

/**
 * The values of WINSALES in the order of the quantity and the sale, which AWS's pages on window functions
 * print. https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html#r_Window_function_example
 */
export const inOrder = (call: string, where = "true"): string =>
  `(SELECT LISTAGG(r, ' ') WITHIN GROUP (ORDER BY qty, salesid) FROM (SELECT ${call} AS r, qty, salesid FROM winsales WHERE ${where}) AS x)`;

/** A value that every row of WINSALES has. */
export const ofSales = (call: string, where = "true"): string =>
  `(SELECT DISTINCT ${call} FROM winsales WHERE ${where})`;

/** A value of `samples`, whose column `v` has the values 1, 2, 2 and 4. */
export const ofAll = (call: string): string => `(SELECT ${call} FROM samples)`;
