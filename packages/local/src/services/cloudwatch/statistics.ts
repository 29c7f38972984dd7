import { ServiceError } from "@ashiato/aws-json/service-error";
import type { Sample } from "./metric.ts";

const percentile = /^p(?<share>\d{1,2}(?:\.\d+)?|100)$/;

/**
 * Returns a statistic of samples: SampleCount, Sum, Average, Minimum, Maximum or a percentile such as `p99`;
 * undefined if there are no samples.
 *
 * Throws ServiceError InvalidParameterValue for another one.
 */
export function statisticOf(samples: readonly Sample[], statistic: string): number | undefined {
  const compute = readStatistic(statistic);
  return samples.length === 0 ? undefined : compute(samples);
}

function readStatistic(statistic: string): (samples: readonly Sample[]) => number {
  switch (statistic) {
    case "SampleCount":
      return (samples) => total(samples, "count");
    case "Sum":
      return (samples) => total(samples, "sum");
    case "Average":
      return (samples) => total(samples, "sum") / total(samples, "count");
    case "Minimum":
      return (samples) => Math.min(...samples.map(({ min }) => min));
    case "Maximum":
      return (samples) => Math.max(...samples.map(({ max }) => max));
    default: {
      const share = percentile.exec(statistic)?.groups?.["share"];
      if (share === undefined) {
        throw new ServiceError("InvalidParameterValue", `The statistic ${statistic} is not served locally.`);
      }
      return (samples) => percentileOf(samples, Number(share) / 100);
    }
  }
}

/** The smallest value that this share of the values does not exceed. */
function percentileOf(samples: readonly Sample[], share: number): number {
  const ordered = samples.toSorted((a, b) => a.max - b.max);
  const rank = share * total(samples, "count");
  let passed = 0;
  for (const { count, max } of ordered) {
    passed += count;
    if (passed >= rank) {
      return max;
    }
  }
  return ordered.at(-1)?.max ?? 0;
}

function total(samples: readonly Sample[], part: "count" | "sum"): number {
  return samples.reduce((sum, sample) => sum + sample[part], 0);
}
