import { expect, it } from "vitest";
import { queryProtocol } from "./query.ts";

it("reads lists and structures from a form", () => {
  const form = new URLSearchParams({
    Action: "PutMetricData",
    Version: "2010-08-01",
    Namespace: "Own",
    "MetricData.member.2.MetricName": "second",
    "MetricData.member.1.MetricName": "first",
    "MetricData.member.1.Dimensions.member.1.Name": "a",
    "MetricData.member.1.Dimensions.member.1.Value": "b=c",
  });
  expect(queryProtocol.read({ url: "/", headers: {} }, Buffer.from(form.toString()))).toEqual({
    action: "PutMetricData",
    input: {
      Namespace: "Own",
      MetricData: [
        { MetricName: "first", Dimensions: [{ Name: "a", Value: "b=c" }] },
        { MetricName: "second" },
      ],
    },
  });
});

it("writes lists as members, times in ISO 8601, and text escaped", () => {
  const answer = queryProtocol.answer("GetMetricStatistics", {
    Label: "a & b",
    Datapoints: [{ Timestamp: new Date(0), Sum: 1.5, Maximum: undefined }],
  });
  expect(answer).toContain(
    "<GetMetricStatisticsResult><Label>a &amp; b</Label><Datapoints><member><Timestamp>1970-01-01T00:00:00.000Z</Timestamp><Sum>1.5</Sum></member></Datapoints></GetMetricStatisticsResult>",
  );
});
