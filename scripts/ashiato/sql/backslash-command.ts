const help = `  SELECT …;   run a statement; it may have several lines
  \\d          list the tables
  \\d NAME     list the columns of a table, such as lake.locations
  \\q          quit, as Ctrl-D does
  Ctrl-C      drop what was typed, or cancel the statement that runs`;

export type BackslashCommand =
  | { kind: "quit" }
  | { kind: "text"; text: string }
  | { kind: "statement"; sql: string };

/** Returns the command in a line that begins with a backslash, as in psql. */
export function readBackslashCommand(line: string): BackslashCommand {
  const [name = "", argument, ...more] = line.trim().split(/\s+/);
  if (name === "\\q" && argument === undefined) {
    return { kind: "quit" };
  }
  if (name === "\\?") {
    return { kind: "text", text: help };
  }
  if (name !== "\\d" || more.length > 0) {
    return { kind: "text", text: `There is no command ${line.trim()}. These are:\n${help}` };
  }
  if (argument === undefined) {
    return {
      kind: "statement",
      sql: 'SELECT schemaname AS "schema", tablename AS "table", location FROM svv_external_tables ORDER BY 1, 2',
    };
  }
  const [table = "", schema = "lake"] = argument.toLowerCase().split(".").toReversed();
  return {
    kind: "statement",
    sql: `SELECT columnname AS "column", external_type AS "type", CASE WHEN part_key > 0 THEN 'filter by it' ELSE '' END AS partition FROM svv_external_columns WHERE schemaname = ${quoted(schema)} AND tablename = ${quoted(table)} ORDER BY part_key, columnnum`,
  };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
