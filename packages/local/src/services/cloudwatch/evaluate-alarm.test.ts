import { expect, it } from "vitest";
import type { AlarmStateValue, TreatMissingData } from "./alarms.ts";
import { nextAlarmState } from "./evaluate-alarm.ts";

type Case = [points: string, states: Record<TreatMissingData, AlarmStateValue | undefined>];

/** `X` breaches, `0` does not, `-` is missing; the newest is last. */
function stateOf(points: string, rules: { m: number; n: number; treatMissingData: TreatMissingData }) {
  const { m: datapointsToAlarm, n: evaluationPeriods, treatMissingData } = rules;
  const values = points.split(" ").map((point) => ({ X: 2, "0": 0 })[point]);
  return nextAlarmState(
    {
      threshold: 1,
      comparisonOperator: "GreaterThanThreshold",
      datapointsToAlarm,
      evaluationPeriods,
      treatMissingData,
    },
    values,
  );
}

const all = (state: AlarmStateValue) => ({
  missing: state,
  ignore: state,
  breaching: state,
  notBreaching: state,
});

// The tables of AWS's page on missing data.
const threeOfThree: Case[] = [
  ["0 - X - X", all("OK")],
  ["- - - - 0", all("OK")],
  ["- - - - -", { missing: "INSUFFICIENT_DATA", ignore: undefined, breaching: "ALARM", notBreaching: "OK" }],
  ["0 X X - X", all("ALARM")],
  ["- - X - -", { missing: "ALARM", ignore: undefined, breaching: "ALARM", notBreaching: "OK" }],
];

const twoOfThree: Case[] = [
  ["0 - X - X", all("ALARM")],
  ["0 0 X 0 X", all("ALARM")],
  ["0 - X - -", { missing: "OK", ignore: "OK", breaching: "ALARM", notBreaching: "OK" }],
  ["- - - - 0", { missing: "OK", ignore: "OK", breaching: "ALARM", notBreaching: "OK" }],
  ["- - - X -", { missing: "ALARM", ignore: undefined, breaching: "ALARM", notBreaching: "OK" }],
];

const cases = [
  ...threeOfThree.map(([points, states]) => ({ points, states, m: 3 })),
  ...twoOfThree.map(([points, states]) => ({ points, states, m: 2 })),
];

it.each(cases)("goes by $m of 3 points of $points as CloudWatch does", ({ points, states, m }) => {
  const found = Object.fromEntries(
    Object.keys(states).map((treat) => [
      treat,
      stateOf(points, { m, n: 3, treatMissingData: treat as TreatMissingData }),
    ]),
  );
  expect(found).toEqual(states);
});

it("raises no alarm on the first of several points that it takes", () => {
  expect(stateOf("- - - - X", { m: 3, n: 3, treatMissingData: "missing" })).toBeUndefined();
});
