import { quoteIdentifier } from "../sql/quote.ts";
import type { Token } from "../sql/tokenize.ts";
import { isSymbol, isWord } from "./token-tests.ts";

/** Keywords of DuckDB's that mean nothing in a SELECT of Redshift's: names and aliases like any other. */
const names = new Set(
  (
    "abort absolute access action add admin after aggregate also always anti asof assertion assignment attach attribute backward before begin cache " +
    "call called cascade cascaded catalog centuries century chain characteristics checkpoint class close cluster columns comment comments " +
    "commit committed compression configuration conflict connection constraints content continue conversion copy cost csv cursor " +
    "cycle data database day days deallocate decade decades declare defaults deferred definer delete delimiter delimiters depends " +
    "describe detach dictionary disable discard document domain drop each enable encoding encrypted enum error event excluding exclusive execute " +
    "explain export export_state extension extensions external family force forward function functions generated glob global grant granted handler " +
    "header hold hour hours identity if immediate immutable implicit import include including increment index indexes inherit inherits " +
    "inline input insensitive insert install instead invoker isolation json key label lambda language large leakproof level listen load local " +
    "location lock locked logged macro map mapping match matched maxvalue merge method microsecond microseconds millennia millennium " +
    "millisecond milliseconds minute minutes minvalue mode month months move name new notify nowait object off oids old operator " +
    "option options ordinality overriding owned owner parallel parser partial partitioned passing password percent persistent " +
    "pivot_longer pivot_wider plans policy positional pragma prepare prepared preserve prior privileges procedural procedure program publication quarter quarters " +
    "quote read reassign recheck ref referencing refresh reindex relative release rename repeatable replace replica reset restart " +
    "restrict returning returns revoke role rollback rule sample savepoint schema schemas scope scroll search second seconds secret security semi sequence " +
    "sequences serializable server session share show simple skip snapshot sorted source sql stable standalone start statement statistics stdin " +
    "stdout storage stored strict strip struct subscription summarize sysid system tables tablespace target temp template temporary text transaction " +
    "transform trigger truncate trusted try_cast type types uncommitted unencrypted unlisten unlogged until update use vacuum " +
    "valid validate validator value variable variadic version view views virtual volatile week weeks whitespace work wrapper write xml year " +
    "years yes"
  ).split(" "),
);

/** Words of the grammar that can be an alias where nothing of the grammar follows. */
const aliases = new Set(
  (
    "current cube exclude filter first following groups ignore last materialized next no nulls only others over partition " +
    "position preceding precision range recursive respect rollup row rows set sets ties time timestamp unbounded values within without zone " +
    "bit boolean char character dec decimal exists extract float grouping int integer interval national nchar none numeric out overlay real setof smallint substring trim varchar"
  ).split(" "),
);

/** Words after which another one belongs to the grammar. */
const openers = new Set(
  (
    "as by on and or not in is like ilike between case when then else select distinct all from join where having limit offset group order " +
    "union except intersect minus with without double character national nulls current rows range unbounded preceding following grouping at time using similar any some exists ignore respect"
  ).split(" "),
);

/**
 * `SELECT tag name`: AS is optional before every name that is not a reserved word.
 * https://docs.aws.amazon.com/redshift/latest/dg/r_pg_keywords.html
 */
export function writeBareWord(tokens: readonly Token[], at: number): string {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  const text = token?.text ?? "";
  // `AT` is a keyword in both, before TIME ZONE.
  const isName = (names.has(text) && !isSymbol(next, "(")) || (text === "at" && !isWord(next, "time"));
  const isAlias = aliases.has(text) && endsExpression(before) && endsItem(next);
  return isName || isAlias ? quoteIdentifier(text) : text;
}

function endsExpression(token: Token | undefined): boolean {
  if (!token) {
    return false;
  }
  if (token.kind === "symbol") {
    return token.text === ")";
  }
  return token.kind !== "word" || !openers.has(token.text);
}

function endsItem(next: Token | undefined): boolean {
  return next === undefined || isSymbol(next, ",") || isSymbol(next, ")") || isWord(next, "from");
}
