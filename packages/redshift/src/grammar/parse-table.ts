import { glueType, readColumnType } from "../catalog/column-type.ts";
import type { OwnColumn } from "../catalog/catalog.ts";
import { notSupported, SqlError } from "../errors.ts";
import type { TokenReader } from "../sql/token-reader.ts";
import { splitAtCommas, type Token } from "../sql/tokenize.ts";
import { readQuery } from "./read-query.ts";
import type { CreateTable, Statement } from "./statement.ts";

/**
 * Parses `CREATE [[LOCAL] {TEMPORARY | TEMP}] TABLE …`, after these words. Encodings and distribution have no
 * effect, and a sort key has one in CREATE TABLE AS alone. https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_TABLE_NEW.html,
 * r_CREATE_TABLE_AS.html
 */
export function parseCreateTable(reader: TokenReader, sql: string, isTemporary: boolean): Statement {
  const ifNotExists = reader.takeWords("if", "not", "exists");
  const table = reader.qualifiedName();
  const next = reader.peek();
  const hasList = next?.kind === "symbol" && next.text === "(";
  const isDefinition = hasList && !isNameList(reader);
  if (isDefinition) {
    const definition =
      reader.peek(1)?.text === "like" ? readLike(reader) : { columns: readColumns(reader, sql) };
    readAttributes(reader);
    reader.expectEnd();
    return { kind: "createTable", table, isTemporary, ifNotExists, ...definition };
  }
  const names = hasList ? reader.list(() => reader.identifier()) : [];
  const { sortKey } = readAttributes(reader);
  reader.expectWords("as");
  if (ifNotExists) {
    throw new SqlError("syntax_error", "CREATE TABLE IF NOT EXISTS … AS does not exist");
  }
  return { kind: "createTableAs", table, isTemporary, names, sortKey, query: readQuery(reader) };
}

/**
 * Parses `DROP TABLE …`, after these words. https://docs.aws.amazon.com/redshift/latest/dg/r_DROP_TABLE.html
 */
export function parseDropTable(reader: TokenReader): Statement {
  const ifExists = reader.takeWords("if", "exists");
  const tables = [reader.qualifiedName()];
  while (reader.takeSymbol(",")) {
    tables.push(reader.qualifiedName());
  }
  if (!reader.takeWords("cascade")) {
    reader.takeWords("restrict");
  }
  reader.expectEnd();
  return { kind: "dropTable", tables, ifExists };
}

/** Parses `INSERT INTO …`. https://docs.aws.amazon.com/redshift/latest/dg/r_INSERT_30.html */
export function parseInsert(reader: TokenReader): Statement {
  reader.expectWords("insert", "into");
  const table = reader.qualifiedName();
  const next = reader.peek();
  const hasNames = next?.kind === "symbol" && next.text === "(" && isNameList(reader);
  const columns = hasNames ? reader.list(() => reader.identifier()) : undefined;
  if (reader.takeWords("default", "values")) {
    reader.expectEnd();
    return { kind: "insert", table, columns: [], rows: [[]] };
  }
  if (!reader.takeWords("values")) {
    return { kind: "insert", table, columns, query: readQuery(reader) };
  }
  const rows = [readRow(reader)];
  while (reader.takeSymbol(",")) {
    rows.push(readRow(reader));
  }
  reader.expectEnd();
  const uneven = rows.find((row) => row.length !== rows[0]?.length);
  if (uneven) {
    throw new SqlError("syntax_error", "VALUES lists must all be the same length");
  }
  return { kind: "insert", table, columns, rows };
}

/** Returns the expressions of one row of VALUES. */
function readRow(reader: TokenReader): (readonly Token[])[] {
  return splitAtCommas(reader.parenthesized());
}

/** Returns whether the list that comes next holds names alone, as before AS or VALUES. */
function isNameList(reader: TokenReader): boolean {
  for (let ahead = 1; ; ahead += 2) {
    const [name, after] = [reader.peek(ahead), reader.peek(ahead + 1)];
    if (name?.kind !== "word" && name?.kind !== "quoted") {
      return false;
    }
    if (name.kind === "word" && (name.text === "select" || name.text === "with")) {
      return false;
    }
    if (after?.kind !== "symbol") {
      return false;
    }
    if (after.text === ")") {
      return true;
    }
    if (after.text !== ",") {
      return false;
    }
  }
}

/** Reads `(LIKE table [{ INCLUDING | EXCLUDING } DEFAULTS])`. */
function readLike(reader: TokenReader): Pick<CreateTable, "columns" | "like"> {
  reader.expectSymbol("(");
  reader.expectWords("like");
  const table = reader.qualifiedName();
  const includesDefaults = reader.takeWords("including", "defaults");
  if (!includesDefaults) {
    reader.takeWords("excluding", "defaults");
  }
  if (reader.peek()?.text === ",") {
    throw notSupported("CREATE TABLE with more columns beside LIKE");
  }
  reader.expectSymbol(")");
  return { columns: [], like: { table, includesDefaults } };
}

function readColumns(reader: TokenReader, sql: string): OwnColumn[] {
  const columns: OwnColumn[] = [];
  const keys: string[] = [];
  reader.list(() => {
    if (reader.takeWords("primary", "key")) {
      keys.push(...reader.list(() => reader.identifier()));
    } else if (reader.takeWords("unique")) {
      reader.list(() => reader.identifier());
    } else if (reader.takeWords("foreign", "key")) {
      reader.list(() => reader.identifier());
      readReference(reader);
    } else if (reader.peek()?.text === "like") {
      throw notSupported("CREATE TABLE with more columns beside LIKE");
    } else {
      columns.push(readColumn(reader, sql));
    }
  });
  const names = columns.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new SqlError("duplicate_object", `column "${repeated}" specified more than once`);
  }
  const unknown = keys.find((key) => !names.includes(key));
  if (unknown !== undefined) {
    throw new SqlError("undefined_object", `column "${unknown}" named in key does not exist`);
  }
  return columns.map((column) => (keys.includes(column.name) ? { ...column, notNull: true } : column));
}

function readColumn(reader: TokenReader, sql: string): OwnColumn {
  const name = reader.identifier();
  const column: OwnColumn = { name, type: glueType(readColumnType(reader)), notNull: false };
  for (;;) {
    const next = reader.peek();
    if (next?.kind !== "word") {
      return column;
    }
    switch (next.text) {
      case "not":
        reader.expectWords("not", "null");
        column.notNull = true;
        break;
      case "primary":
        reader.expectWords("primary", "key");
        column.notNull = true;
        break;
      case "default":
        reader.expectWords("default");
        column.default = readDefault(reader, sql);
        break;
      case "encode":
        reader.expectWords("encode");
        reader.identifier();
        break;
      case "null":
      case "unique":
      case "distkey":
      case "sortkey":
        reader.next();
        break;
      case "references":
        readReference(reader);
        break;
      case "identity":
      case "generated":
      case "collate":
        throw notSupported(`CREATE TABLE with a column of ${next.text.toUpperCase()}`);
      default:
        throw reader.unexpected();
    }
  }
}

function readReference(reader: TokenReader): void {
  reader.expectWords("references");
  reader.qualifiedName();
  if (reader.peek()?.text === "(") {
    reader.list(() => reader.identifier());
  }
}

/** Words that can follow a default expression. */
const attributeWords = new Set(
  "not null primary unique encode distkey sortkey references collate identity".split(" "),
);

/** Returns the text of a default expression: what stands before the next comma, parenthesis or attribute. */
function readDefault(reader: TokenReader, sql: string): string {
  const tokens: Token[] = [];
  let depth = 0;
  for (;;) {
    const next = reader.peek();
    if (!next) {
      throw reader.unexpected();
    }
    const isSymbol = next.kind === "symbol";
    const ends = depth === 0 && ((isSymbol && (next.text === "," || next.text === ")")) || isAttribute(next));
    if (ends && tokens.length > 0) {
      break;
    }
    if (isSymbol && next.text === "(") {
      depth += 1;
    }
    if (isSymbol && next.text === ")") {
      depth -= 1;
    }
    tokens.push(reader.next());
  }
  return sql.slice(tokens[0]?.start, tokens.at(-1)?.end);
}

function isAttribute(token: Token): boolean {
  return token.kind === "word" && attributeWords.has(token.text);
}

/** Reads the attributes that say where rows are kept and how they are sorted. Only the last has an effect. */
function readAttributes(reader: TokenReader): { sortKey: string[] } {
  let sortKey: string[] = [];
  for (;;) {
    if (reader.takeWords("backup")) {
      reader.identifier();
    } else if (reader.takeWords("diststyle")) {
      reader.identifier();
    } else if (reader.takeWords("distkey")) {
      reader.list(() => reader.next());
    } else if (reader.takeWords("encode", "auto") || reader.takeWords("sortkey", "auto")) {
      continue;
    } else if (reader.takeWords("interleaved")) {
      // Its order is not that of its columns.
      reader.expectWords("sortkey");
      reader.list(() => reader.identifier());
    } else if (["compound", "sortkey"].includes(reader.peek()?.text ?? "")) {
      reader.takeWords("compound");
      reader.expectWords("sortkey");
      sortKey = reader.list(() => reader.identifier());
    } else {
      return { sortKey };
    }
  }
}
