import { inOrder, ofAll, ofSales, type Examples } from "./example.ts";

export const aggregates: Examples = {
  any_value: [ofAll("ANY_VALUE(7)"), 7],
  approx_count_distinct: [ofAll("APPROXIMATE COUNT(DISTINCT v)"), 3, "approximate"],
  avg: [ofAll("AVG(v)"), 2],
  bit_and: [ofAll("BIT_AND(v)"), 0],
  bit_or: [ofAll("BIT_OR(v)"), 7],
  bool_and: [ofAll("BOOL_AND(v > 1)"), false],
  bool_or: [ofAll("BOOL_OR(v > 3)"), true],
  count: [ofAll("COUNT(DISTINCT v)"), 3],
  count_star: [ofAll("COUNT(*)"), 4, "count(*)"],
  grouping: ["(SELECT GROUPING(v) FROM samples GROUP BY GROUPING SETS ((v), ()) HAVING GROUPING(v) = 1)", 1],
  listagg: [
    [ofAll("LISTAGG(v, ',') WITHIN GROUP (ORDER BY v DESC)"), "4,2,2,1"],
    [ofSales("LISTAGG(sellerid) WITHIN GROUP (ORDER BY sellerid) OVER ()"), "11122333344"],
    [ofSales("LISTAGG(sellerid) WITHIN GROUP (ORDER BY dateid, salesid) OVER ()", "buyerid = 'b'"), "3233"],
    [
      ofSales(
        "LISTAGG(dateid, ',') WITHIN GROUP (ORDER BY sellerid DESC, salesid ASC) OVER ()",
        "buyerid = 'b'",
      ),
      "2003-08-02,2004-04-18,2004-04-18,2004-02-12",
    ],
  ],
  max: [ofAll("MAX(v)"), 4],
  median: [ofAll("MEDIAN(v)"), 2],
  min: [ofAll("MIN(v)"), 1],
  percentile_cont: [
    [ofAll("PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY v)"), 2],
    [ofSales("PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY qty) OVER ()"), 20],
    [
      ofSales(
        "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY qty) OVER (PARTITION BY sellerid)",
        "sellerid = 3",
      ),
      17.5,
    ],
    [
      ofSales(
        "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY qty) OVER (PARTITION BY sellerid)",
        "sellerid = 4",
      ),
      25,
    ],
  ],
  percentile_disc: [ofAll("PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY v)"), 4],
  quantile_cont: [ofAll("PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY v)"), 1.75, "percentile_cont"],
  quantile_disc: [ofAll("PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY v)"), 1, "percentile_disc"],
  stddev: [ofAll("ROUND(STDDEV(v), 6)"), 1.258306],
  stddev_pop: [ofAll("ROUND(STDDEV_POP(v), 6)"), 1.089725],
  stddev_samp: [ofAll("ROUND(STDDEV_SAMP(v), 6)"), 1.258306],
  sum: [
    [ofAll("SUM(v)"), 9],
    [
      inOrder("SUM(qty) OVER (ORDER BY dateid, salesid ROWS UNBOUNDED PRECEDING)"),
      "20 100 10 130 165 120 150 185 50 215 90",
    ],
  ],
  var_pop: [ofAll("VAR_POP(v)"), 1.1875],
  var_samp: [ofAll("ROUND(VAR_SAMP(v), 6)"), 1.583333],
  variance: [ofAll("ROUND(VARIANCE(v), 6)"), 1.583333],
};
