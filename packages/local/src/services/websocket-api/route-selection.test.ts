import { expect, it } from "vitest";
import { readSelection } from "./route-selection.ts";

it.each([
  ["$request.body.action", '{"action":"subscribe"}', "subscribe"],
  ["$request.body.message.kind", '{"message":{"kind":"ask"}}', "ask"],
  ["${request.body.action}", '{"action":7}', "7"],
  ["$request.body.action", '{"action":"$default"}', "$default"],
  ["$request.body.action", '{"other":"subscribe"}', undefined],
  ["$request.body.action", '{"action":{"a":1}}', undefined],
  ["$request.body.action", '{"action":null}', undefined],
  ["$request.body.action", '{"action":"$connect"}', undefined],
  ["$request.body.constructor.name", "{}", undefined],
  ["$request.body.action", "subscribe", undefined],
  ["$request.body.action", "", undefined],
])("%s chooses for the message %j the route %j", (expression, body, key) => {
  expect(readSelection("Live", expression)(body)).toBe(key);
});

it.each(["$request.header.action", "${request.method} ${request.path}", "$request.body", "action"])(
  "refuses the expression %s by name",
  (expression) => {
    expect(() => readSelection("Live", expression)).toThrow(
      `WebSocket API Live: the route selection expression ${expression} is not served`,
    );
  },
);
