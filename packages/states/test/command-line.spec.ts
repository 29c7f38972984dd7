import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "states-cli-"));
});

afterEach(() => rm(directory, { recursive: true }));

/** Runs `states` in the directory. */
function states(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...words], { cwd: directory }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

const machine = {
  StartAt: "Send",
  States: {
    Send: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { QueueUrl: "q", "MessageBody.$": "$.text" },
      Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Alarm" }],
      ResultSelector: { "id.$": "$.MessageId" },
      Next: "Sent?",
    },
    "Sent?": {
      Type: "Choice",
      Choices: [{ Variable: "$.id", IsPresent: true, Next: "Each" }],
      Default: "Alarm",
    },
    Each: {
      Type: "Map",
      ItemsPath: "$.list",
      ItemProcessor: { StartAt: "Work <1>", States: { "Work <1>": { Type: "Pass", End: true } } },
      End: true,
    },
    Alarm: { Type: "Fail", Error: "Alarm" },
  },
};

it("tests the states of a definition with a file of cases, and names what differs", async () => {
  await writeFile(join(directory, "machine.json"), JSON.stringify(machine));
  const cases = [
    {
      name: "takes the message's id",
      stateName: "Send",
      input: { text: "t" },
      mock: { result: { MessageId: "m1" } },
      expected: { status: "SUCCEEDED", output: { id: "m1" }, nextState: "Sent?" },
    },
    {
      name: "tries again while the queue is busy",
      stateName: "Send",
      input: { text: "t" },
      mock: { errorOutput: { error: "Busy" } },
      expected: { status: "RETRIABLE", error: "Busy" },
    },
    {
      name: "goes on",
      stateName: "Sent?",
      input: { id: 1 },
      expected: { nextState: "Alarm" },
    },
    {
      name: "is held to the model",
      stateName: "Send",
      input: { text: "t" },
      mock: { result: { MessageId: 5 } },
      expected: { status: "SUCCEEDED" },
    },
  ];
  await writeFile(join(directory, "cases.json"), JSON.stringify({ definition: "machine.json", cases }));
  const { code, out } = await states("test", "cases.json");
  expect(out.trim().split("\n")).toEqual([
    "ok takes the message's id",
    "ok tries again while the queue is busy",
    'not ok goes on: nextState is "Each", expected "Alarm"',
    "not ok is held to the model: ValidationException: Mock result schema validation error: MessageId is not a string.",
    "2 of 4 cases passed.",
  ]);
  expect(code).toBe(1);
});

it("compares whole numbers of 64 bits by all of their digits", async () => {
  const pass = JSON.stringify({ StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } });
  const odd = "9007199254740993";
  const one = (name: string, output: string) =>
    `{"name":"${name}","stateName":"Pass","input":${odd},"expected":{"output":${output}}}`;
  const cases = [one("same", odd), one("next", "9007199254740992")].join(",");
  await writeFile(join(directory, "cases.json"), `{"definition":${pass},"cases":[${cases}]}`);
  const { out } = await states("test", "cases.json");
  expect(out.trim().split("\n")).toEqual([
    "ok same",
    `not ok next: output is ${odd}, expected 9007199254740992`,
    "1 of 2 cases passed.",
  ]);
});

it("names the member of a case that it does not know", async () => {
  await writeFile(
    join(directory, "cases.json"),
    JSON.stringify({ definition: machine, cases: [{ name: "n", expect: {} }] }),
  );
  const { code, err } = await states("test", "cases.json");
  expect(code).toBe(2);
  expect(err).toContain("cases.0.expected");
});

it("draws a definition as a Mermaid flowchart", async () => {
  await writeFile(join(directory, "machine.json"), JSON.stringify(machine));
  const { code, out } = await states("graph", "machine.json");
  expect(code).toBe(0);
  expect(out.trim().split("\n")).toEqual([
    "flowchart TB",
    '  n0(("Start"))',
    '  n1(("End"))',
    '  n2("Send")',
    '  n3{"Sent?"}',
    '  n7("Alarm")',
    '  subgraph g0["Each"]',
    '    n4("Each")',
    '    n5((" "))',
    '    n6("Work #lt;1#gt;")',
    "  end",
    "  n4 --> n6",
    "  n6 --> n5",
    "  n0 --> n2",
    "  n2 --> n3",
    '  n2 -.->|"States.ALL"| n7',
    '  n3 -->|"$.id IsPresent true"| n4',
    '  n3 -->|"Default"| n7',
    "  n5 --> n1",
    "  n7 --> n1",
  ]);
});

it("colours a picture by an execution's history", async () => {
  const failing = {
    StartAt: "Send",
    States: {
      Send: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: "none" },
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Note" }],
        Next: "Never",
      },
      Note: { Type: "Pass", Next: "Alarm" },
      Never: { Type: "Succeed" },
      Alarm: { Type: "Fail", Error: "Alarm" },
    },
  };
  await writeFile(join(directory, "machine.json"), JSON.stringify(failing));
  const { out: history } = await states("run", "machine.json", "--history");
  await writeFile(join(directory, "history.jsonl"), history);
  const words = ["graph", "machine.json", "--execution", "history.jsonl"];
  const { out: mermaid } = await states(...words);
  expect(mermaid.split("\n").filter((line) => line.startsWith("  class "))).toEqual([
    "  class n3 succeeded",
    "  class n2 caught",
    "  class n5 failed",
  ]);
  const { out: svg } = await states(...words, "--svg");
  const titles = [...svg.matchAll(/<title>([^<]*)<\/title>.*?>([^<>]+)<\/text>/g)];
  expect(titles.map(([, about, name]) => `${name}: ${about}`)).toEqual([
    "Start: Start",
    "End: End",
    "Send: Task, caught",
    "Note: Pass, succeeded",
    "Never: Succeed",
    "Alarm: Fail, failed",
  ]);
  expect(svg.match(/marker-end/g)).toHaveLength(6);
});

it("draws groups within one another, each state inside of its own", async () => {
  const inner = { Type: "Pass", End: true };
  const parallel = {
    Type: "Parallel",
    Branches: [
      { StartAt: "A", States: { A: inner } },
      {
        StartAt: "Map",
        States: { Map: { Type: "Map", ItemProcessor: { StartAt: "B", States: { B: inner } }, End: true } },
      },
    ],
    End: true,
  };
  await writeFile(
    join(directory, "machine.json"),
    JSON.stringify({ StartAt: "Both", States: { Both: parallel } }),
  );
  const { out, code } = await states("graph", "machine.json", "--svg");
  expect(code).toBe(0);
  const boxOf = (pattern: RegExp) => {
    const [, x, y, width, height] = (pattern.exec(out) ?? []).map(Number);
    return { left: x ?? 0, top: y ?? 0, right: (x ?? 0) + (width ?? 0), bottom: (y ?? 0) + (height ?? 0) };
  };
  const rect = String.raw`<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"`;
  const group = (name: string) => boxOf(new RegExp(`${rect}[^>]*stroke-dasharray[^>]*><title>${name}<`));
  const map = group("Map");
  const both = group("Both");
  const work = boxOf(
    new RegExp(`<g><title>Pass</title>${rect}[^>]*/><text[^>]*>B<`.replace("</title>", "</title>\\s*")),
  );
  for (const [outer, within] of [
    [both, map],
    [map, work],
  ] as const) {
    expect(within.left).toBeGreaterThan(outer.left);
    expect(within.top).toBeGreaterThan(outer.top);
    expect(within.right).toBeLessThan(outer.right);
    expect(within.bottom).toBeLessThan(outer.bottom);
  }
});
