import { type DeclaredFileCosts, fileCosts, type FileLoad } from "@ashiato/core/cost/files";
import {
  assumptions,
  type CostLine,
  type DeclaredCosts,
  type Load,
  monthlyCost,
  monthlyCostWithFirehose,
  totalOf,
} from "@ashiato/core/cost/month";
import { pricesOf } from "@ashiato/core/cost/prices";
import { numberText, textTable } from "../terminal/text-table.ts";
import { counted } from "../terminal/counted.ts";

/** The numbers of reports in a request for which the app is compared with Firehose. */
const comparedBatches = [1, 20, 200];

/** Returns the month's bill as text. Throws RangeError for a region without prices. */
export function costText(declared: DeclaredCosts & DeclaredFileCosts, load: Load & FileLoad): string {
  const lines = [...monthlyCost(declared, load), ...fileCosts(declared, load)];
  return [
    `${numberText(load.reportsPerDay)} reports a day, ${counted(load.batch, "report")} a request, in ${load.region}: ${assumptions.days} days at list prices, in US dollars`,
    table(lines, load),
    "The same load, and with Firehose in the place of the queue, store and distribute:",
    comparison(declared, load),
    warehouse(declared, load),
  ].join("\n\n");
}

function table(lines: CostLine[], load: Load): string {
  const rows = [...lines, { service: "total", what: "", usd: totalOf(lines) }].map(
    ({ service, what, usd }) => [service, what, dollars(usd), dollars(perMillion(usd, load))],
  );
  return textTable(["service", "what", "     month", " per million reports"], rows);
}

function comparison(declared: DeclaredCosts, load: Load): string {
  const rows = comparedBatches.map((batch) => {
    const here = totalOf(monthlyCost(declared, { ...load, batch }));
    const there = totalOf(monthlyCostWithFirehose(declared, { ...load, batch }));
    return [
      counted(batch, "report"),
      dollars(here),
      dollars(perMillion(here, load)),
      dollars(there),
      dollars(perMillion(there, load)),
    ];
  });
  return textTable(["a request", "     month", "per million", "  Firehose", "per million"], rows);
}

function warehouse({ maxCapacity, usageLimitPerDay }: DeclaredCosts, { region }: Load): string {
  const { usd } = pricesOf(region).rpuHours;
  return `The warehouse costs $${(maxCapacity * usd).toFixed(2)} an hour at most, and $${(usageLimitPerDay * usd).toFixed(2)} a day: then its limit of ${usageLimitPerDay} RPU-hours refuses statements.`;
}

function perMillion(usd: number, { reportsPerDay }: Load): number {
  return (usd / (reportsPerDay * assumptions.days)) * 1_000_000;
}

function dollars(usd: number): string {
  return usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }).padStart(10);
}
