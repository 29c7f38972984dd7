import fc from "fast-check";
import { expect, it } from "vitest";
import { frame, frameReader } from "./frames.ts";

it("reads frames whole, wherever a pipe cuts them", () => {
  const frames = fc.array(fc.tuple(fc.constantFrom("next", "a b c"), fc.string({ unit: "binary" })));
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (sent, sizes) => {
      const bytes = Buffer.from(sent.map(([head, body]) => frame(head, body)).join(""));
      const heard: [string, string][] = [];
      const read = frameReader((head, body) => heard.push([head, body]));
      for (let [start, turn] = [0, 0]; start < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        read(bytes.subarray(start, start + size));
        start += size;
      }
      expect(heard).toEqual(sent);
    }),
  );
});

it("calls back for a frame with its last byte, and not before", () => {
  const heard: string[] = [];
  const read = frameReader((_head, body) => heard.push(body));
  const bytes = Buffer.from(frame("event", "位置\n"));
  read(bytes.subarray(0, -1));
  expect(heard).toEqual([]);
  read(bytes.subarray(-1));
  expect(heard).toEqual(["位置\n"]);
});
