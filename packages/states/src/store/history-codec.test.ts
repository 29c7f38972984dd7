import { expect, it } from "vitest";
import { decodeEvents, encodeEvents } from "./history-codec.ts";

const common = { previousEventId: 0, timestamp: 1000 };

it("decodes the events that it encoded, a state's with their details", () => {
  const encoded = encodeEvents([
    { ...common, id: 1, type: "ExecutionStarted", name: "role", text: "{}", assigned: undefined },
    { ...common, id: 2, type: "PassStateEntered", name: 'A "b"', text: '{"a":"\\n"}', assigned: undefined },
    { ...common, id: 3, type: "PassStateExited", name: 'A "b"', text: '{"a":"\\n"}', assigned: { v: [1] } },
  ]);
  const details = { name: 'A "b"' };
  expect(decodeEvents(encoded)).toEqual([
    {
      ...common,
      id: 1,
      type: "ExecutionStarted",
      executionStartedEventDetails: { input: "{}", inputDetails: { truncated: false }, roleArn: "role" },
    },
    {
      ...common,
      id: 2,
      type: "PassStateEntered",
      stateEnteredEventDetails: { ...details, input: '{"a":"\\n"}', inputDetails: { truncated: false } },
    },
    {
      ...common,
      id: 3,
      type: "PassStateExited",
      stateExitedEventDetails: {
        ...details,
        output: '{"a":"\\n"}',
        outputDetails: { truncated: false },
        assignedVariables: { v: "[1]" },
        assignedVariablesDetails: { truncated: false },
      },
    },
  ]);
});

it("keeps a text that follows itself once", () => {
  const text = JSON.stringify("x".repeat(1000));
  const events = [1, 2, 3].map((id) => ({
    ...common,
    id,
    type: "PassStateEntered",
    name: "A",
    text,
    assigned: undefined,
  }));
  expect(encodeEvents(events).length).toBeLessThan(1300);
});
