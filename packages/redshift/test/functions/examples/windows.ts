import { inOrder, type Examples } from "./example.ts";

export const windows: Examples = {
  cume_dist: [
    inOrder("ROUND(CUME_DIST() OVER (PARTITION BY sellerid ORDER BY qty), 2)", "sellerid = 3"),
    "0.25 0.5 0.75 1",
  ],
  dense_rank: [inOrder("DENSE_RANK() OVER (ORDER BY qty DESC)"), "5 5 5 5 4 3 3 3 2 2 1"],
  first_value: [
    inOrder("FIRST_VALUE(salesid) OVER (ORDER BY qty, salesid ROWS UNBOUNDED PRECEDING)", "sellerid = 3"),
    "30001 30001 30001 30001",
  ],
  lag: [
    [inOrder("LAG(qty) OVER (ORDER BY qty, salesid)", "sellerid = 3"), "10 15 20"],
    [inOrder("LAG(qty, 2) OVER (ORDER BY qty, salesid)", "sellerid = 3"), "10 15"],
    [
      inOrder("LAG(qty_shipped, 1) IGNORE NULLS OVER (ORDER BY qty, salesid)", "sellerid IN (1, 3)"),
      "10 10 10 10 10 10",
    ],
  ],
  last_value: [
    inOrder(
      "LAST_VALUE(qty_shipped IGNORE NULLS) OVER (ORDER BY salesid ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)",
      "sellerid = 1",
    ),
    "10 10 10",
  ],
  lead: [inOrder("LEAD(qty, 2) OVER (ORDER BY qty, salesid)", "sellerid = 3"), "20 30"],
  nth_value: [
    inOrder(
      "NTH_VALUE(qty, 3) IGNORE NULLS OVER (PARTITION BY sellerid ORDER BY qty DESC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)",
      "sellerid = 3",
    ),
    "15 15 15 15",
  ],
  ntile: [inOrder("NTILE(4) OVER (ORDER BY qty, salesid)"), "1 1 1 2 2 2 3 3 3 4 4"],
  percent_rank: [
    inOrder("ROUND(PERCENT_RANK() OVER (PARTITION BY sellerid ORDER BY qty), 2)", "sellerid = 3"),
    "0 0.33 0.67 1",
  ],
  rank: [
    [inOrder("RANK() OVER (ORDER BY qty)"), "1 1 1 1 5 6 6 6 9 9 11"],
    [inOrder("RANK() OVER (ORDER BY qty DESC)"), "8 8 8 8 7 4 4 4 2 2 1"],
    [inOrder("RANK() OVER (PARTITION BY sellerid ORDER BY qty DESC)", "sellerid = 3"), "4 3 2 1"],
  ],
  ratio_to_report: [
    [
      inOrder("ROUND(RATIO_TO_REPORT(qty) OVER (PARTITION BY sellerid), 2)", "sellerid = 3"),
      "0.13 0.2 0.27 0.4",
    ],
    [inOrder("RATIO_TO_REPORT(qty) OVER ()", "sellerid = 2"), "0.5 0.5"],
    [inOrder("RATIO_TO_REPORT(qty_shipped) OVER ()", "sellerid = 3"), "1"],
  ],
  row_number: [inOrder("ROW_NUMBER() OVER (PARTITION BY sellerid ORDER BY qty)", "sellerid = 3"), "1 2 3 4"],
};
