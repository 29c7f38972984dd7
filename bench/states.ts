// Measures the state machines' interpreter. Run: node --expose-gc bench/states.ts
// [transitions|children|items|validate|restart]
import { StateMachine } from "aws-local-stepfunctions";
import jsonata from "jsonata";
import { systemClock, type Clock } from "../packages/states/src/clock.ts";
import { diagnose } from "../packages/states/src/definition/parse-definition.ts";
import type { JsonObject } from "../packages/states/src/json.ts";
import {
  best,
  call,
  create,
  distributedMap,
  inDirectory,
  listing,
  noIntegrations,
  open,
  report,
  run,
  toResults,
  writeChanges,
} from "./states/support.ts";

const measures: Record<string, () => Promise<void>> = {
  transitions: measureTransitions,
  children: measureChildren,
  items: measureItems,
  validate: measureValidation,
  restart: measureRestart,
};

const rounds = 2000;

/** A loop of a Pass with an intrinsic function, a Pass with a ResultPath and a Choice. */
const jsonPathLoop = {
  StartAt: "Count",
  States: {
    Count: {
      Type: "Pass",
      Parameters: { "count.$": "States.MathAdd($.count, 1)", "list.$": "$.list" },
      Next: "Mark",
    },
    Mark: { Type: "Pass", Result: "seen", ResultPath: "$.mark", Next: "Done?" },
    "Done?": {
      Type: "Choice",
      Choices: [{ Variable: "$.count", NumericLessThan: rounds, Next: "Count" }],
      Default: "Done",
    },
    Done: { Type: "Succeed" },
  },
};

/** The same loop in JSONata. */
const jsonataLoop = {
  QueryLanguage: "JSONata",
  StartAt: "Count",
  States: {
    Count: {
      Type: "Pass",
      Output: { count: "{% $states.input.count + 1 %}", list: "{% $states.input.list %}" },
      Next: "Mark",
    },
    Mark: { Type: "Pass", Output: "{% $merge([$states.input, {'mark': 'seen'}]) %}", Next: "Done?" },
    "Done?": {
      Type: "Choice",
      Choices: [{ Condition: `{% $states.input.count < ${rounds} %}`, Next: "Count" }],
      Default: "Done",
    },
    Done: { Type: "Succeed" },
  },
};

/**
 * Measures a machine over a small state and over one of the size that real ones have: in JSONPath against
 * another interpreter, in JSONata, which that one lacks, against the library alone. Neither keeps a history.
 * Ours is written within a tenth of a second, together with what else has changed, so it is measured once
 * without that and once with it.
 */
async function measureTransitions(): Promise<void> {
  const rows = Array.from({ length: 100 }, (_, id) => ({ id, name: `row ${id}` }));
  for (const [label, list] of [
    ["state of 40 bytes", [1, 2, 3]],
    ["state of 2.5 KB", rows],
  ] as const) {
    const input = { count: 0, list: [...list] };
    const other = new StateMachine(structuredClone(jsonPathLoop) as never, {
      validationOptions: { checkArn: false },
    });
    await compareTransitions(
      `JSONPath, ${label}`,
      { definition: jsonPathLoop, input },
      {
        name: "aws-local-stepfunctions",
        run: () => other.run(input).result,
      },
    );
    await compareTransitions(
      `JSONata, ${label}`,
      { definition: jsonataLoop, input },
      {
        name: "the expressions alone by jsonata",
        run: () => evaluateLoop(input),
      },
    );
  }
}

function succeed(end: JsonObject): void {
  if (end.status !== "SUCCEEDED") {
    throw new Error(JSON.stringify(end));
  }
}

/** Evaluates the expressions of `jsonataLoop` in their order. */
async function evaluateLoop(input: JsonObject): Promise<void> {
  const { Count, Mark, "Done?": done } = jsonataLoop.States;
  const [count, list, mark, condition] = [
    Count.Output.count,
    Count.Output.list,
    Mark.Output,
    done.Choices[0]?.Condition ?? "",
  ].map((text) => jsonata(text.slice("{%".length, -"%}".length)));
  let state: unknown = input;
  let isLooping = true;
  while (isLooping) {
    const counted = { states: { input: state } };
    state = { count: await count?.evaluate({}, counted), list: await list?.evaluate({}, counted) };
    state = await mark?.evaluate({}, { states: { input: state } });
    isLooping = (await condition?.evaluate({}, { states: { input: state } })) === true;
  }
}

async function compareTransitions(
  label: string,
  { definition, input }: { definition: JsonObject; input: JsonObject },
  baseline: { name: string; run: () => Promise<unknown> },
): Promise<void> {
  const transitions = rounds * 3 + 1;
  const machines = await open(noIntegrations);
  const stateMachineArn = await create(machines, definition);
  const write = () => writeChanges(machines, stateMachineArn);
  const own = async () => succeed(await run(machines, definition, input));
  const ownKept = async () => {
    await own();
    await write();
  };
  const other = async () => {
    await baseline.run();
  };
  let ownRate = 0;
  let keptRate = 0;
  let otherRate = 0;
  // Turn by turn, so that what else the machine does falls on both.
  for (let turn = 0; turn < 6; turn += 1) {
    ownRate = Math.max(ownRate, await best(transitions, own, { before: write }));
    keptRate = Math.max(keptRate, await best(transitions, ownKept));
    otherRate = Math.max(otherRate, await best(transitions, other, { times: 2 }));
  }
  await machines.close();
  report(`transitions/s, ${label}`, ownRate);
  report(`transitions/s with the history written, ${label}`, keptRate);
  report(`transitions/s of ${baseline.name}, ${label}`, otherRate);
  report("times as many, without the writing", ownRate / otherRate);
  report("times as many, with the writing", keptRate / otherRate);
}

/**
 * Measures a Distributed Map whose children are one Pass state, each an execution with its history in the
 * database.
 */
async function measureChildren(): Promise<void> {
  const children = 20_000;
  const items = Array.from({ length: children }, (_, index) => index);
  const end = async () => {
    await inDirectory(async (directory) => {
      const machines = await open(noIntegrations, { directory });
      succeed(await run(machines, distributedMap({ ItemsPath: "$.items", ...toResults }), { items }));
      await machines.close();
    });
  };
  report("child executions/s", await best(children, end, { times: 2 }));
}

/** Measures a million listed objects, in batches of 1,000 and one by one. */
async function measureItems(): Promise<void> {
  const objects = Number(process.env.ITEMS ?? 1_000_000);
  for (const batch of [1000, 1]) {
    await inDirectory(async (directory) => {
      const machines = await open(listing(objects), { directory });
      globalThis.gc?.();
      const idle = process.memoryUsage().rss;
      let peak = idle;
      const sampler = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
      const started = performance.now();
      const map = {
        ItemReader: {
          Resource: "arn:aws:states:::s3:listObjectsV2",
          Parameters: { Bucket: "lake", Prefix: "work/" },
        },
        ...(batch > 1 ? { ItemBatcher: { MaxItemsPerBatch: batch } } : {}),
        ...toResults,
      };
      const end = await run(machines, distributedMap(map), {});
      const seconds = (performance.now() - started) / 1000;
      clearInterval(sampler);
      if (end.status !== "SUCCEEDED") {
        throw new Error(JSON.stringify(end));
      }
      await machines.close();
      report(`items/s, listed, ${batch} a child`, objects / seconds);
      report(`MB above idle, ${batch} a child`, (peak - idle) / 1e6);
    });
  }
}

async function measureValidation(): Promise<void> {
  const states: Record<string, JsonObject> = {};
  for (let at = 0; JSON.stringify(states).length < 1_000_000; at += 100) {
    for (let next = at; next < at + 100; next += 1) {
      states[`State${next}`] = {
        Type: "Pass",
        Parameters: { "sum.$": "States.MathAdd($.count, 1)", constant: "x".repeat(60) },
        ResultPath: `$.results.r${next}`,
        Next: `State${next + 1}`,
      };
    }
    states[`State${at + 100}`] = { Type: "Succeed" };
  }
  const text = JSON.stringify({ StartAt: "State0", States: states });
  const started = performance.now();
  const found = diagnose(text, { type: "STANDARD", supports: () => true });
  report(
    `ms to validate ${(text.length / 1e6).toFixed(2)} MB (${found.length} findings)`,
    performance.now() - started,
  );
}

/** Measures the end and the next start of a service with 10,000 executions that wait. */
async function measureRestart(): Promise<void> {
  const executions = 10_000;
  const definition = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 86_400, End: true } } };
  await inDirectory(async (directory) => {
    const first = await open(noIntegrations, { directory });
    const { StartExecution } = first.service.actions;
    const stateMachineArn = await create(first, definition);
    for (let at = 0; at < executions; at += 1) {
      await StartExecution?.({ stateMachineArn, input: JSON.stringify({ at }) }, call());
    }
    await first.close();
    let waiting = 0;
    const all = Promise.withResolvers<void>();
    const clock: Clock = {
      now: () => systemClock.now(),
      wait: (milliseconds, signal) => {
        waiting += 1;
        if (waiting === executions) {
          all.resolve();
        }
        return systemClock.wait(milliseconds, signal);
      },
    };
    const started = performance.now();
    const second = await open(noIntegrations, { directory, clock });
    await all.promise;
    report("ms to restart with 10,000 open executions", performance.now() - started);
    await second.close();
  });
}

const chosen = process.argv.slice(2);
for (const [name, measure] of Object.entries(measures)) {
  if (chosen.length === 0 || chosen.includes(name)) {
    await measure();
  }
}
