import { castTo, operatorCall } from "../ast/query-ast.ts";
import { bigint, double, exactly, likeArgument, type SqlFunctions } from "./sql-function.ts";

const ranking = { over: "ranking" } as const;
const framed = { over: "framed" } as const;
const ordered = { over: "ordered" } as const;

/**
 * Functions that are called with OVER alone.
 * https://docs.aws.amazon.com/redshift/latest/dg/c_Window_functions.html
 */
export const windowFunctions: SqlFunctions = {
  cume_dist: { page: "r_WF_CUME_DIST.html", type: double, ...ranking },
  dense_rank: { page: "r_WF_DENSE_RANK.html", type: bigint, ...ranking },
  first_value: { page: "r_WF_first_value.html", type: likeArgument, ...framed },
  lag: { page: "r_WF_LAG.html", type: likeArgument, ...ranking },
  last_value: { page: "r_WF_first_value.html", type: likeArgument, ...framed },
  lead: { page: "r_WF_LEAD.html", type: likeArgument, ...ranking },
  nth_value: { page: "r_WF_NTH.html", type: likeArgument, ...framed },
  ntile: { page: "r_WF_NTILE.html", type: bigint, ...ranking },
  percent_rank: { page: "r_WF_PERCENT_RANK.html", type: double, ...ranking },
  rank: { page: "r_WF_RANK.html", type: bigint, ...ranking },
  ratio_to_report: {
    page: "r_WF_RATIO_TO_REPORT.html",
    type: double,
    takes: "numbers",
    ...ordered,
    rule: ({ node, args }) => {
      const [value] = exactly(args, 1, "ratio_to_report");
      return operatorCall("/", castTo(value, "DOUBLE"), { ...node, function_name: "sum" });
    },
  },
  row_number: { page: "r_WF_ROW_NUMBER.html", type: bigint, ...ranking },
};
