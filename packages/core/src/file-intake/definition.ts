import { assignFailure, functionTask, resultIs } from "../daily-batch/common-states.ts";
import { jsonata } from "../daily-batch/jsonata.ts";
import { retryService, retryUnless } from "../daily-batch/retries.ts";
import type { State } from "../daily-batch/states.ts";
import { intakeFinalErrors } from "./function-errors.ts";
import type { FileIntakeLimits, FileIntakeNames } from "./names.ts";

/** Label of the Distributed Map: part of the ARNs of its children, which the machine's role must name. */
export const convertLabel = "Convert";

type StateName =
  | "Inspect"
  | "Taken?"
  | "Convert"
  | "Register"
  | "Registered?"
  | "Announce?"
  | "Announce"
  | "Fail"
  | "Overwritten?"
  | "NotifyFailure"
  | "Failed"
  | "Closed";

type Definition = {
  Comment: string;
  QueryLanguage: "JSONata";
  TimeoutSeconds: number;
  StartAt: StateName;
  States: Record<StateName, State<StateName>>;
};

const catchAll: NonNullable<State<StateName>["Catch"]> = [
  {
    ErrorEquals: ["States.ALL"],
    Assign: assignFailure,
    Next: "Fail",
  },
];

const retryFunction = retryUnless(intakeFinalErrors);

/**
 * Returns `FileIntake` in the Amazon States Language (JSONata): a file that was dropped is inspected,
 * converted in parts, and registered when all of them are.
 */
export function fileIntakeDefinition(names: FileIntakeNames, limits: FileIntakeLimits): Definition {
  const { functions } = names;
  const { clients, partBytes, maxUnpackedBytes } = limits;
  return {
    Comment: "Takes in a file that was dropped: all of it, or nothing",
    QueryLanguage: "JSONata",
    TimeoutSeconds: limits.timeLimitSeconds,
    StartAt: "Inspect",
    States: {
      Inspect: {
        ...invoke(functions.inspect, {
          arrival: jsonata("$states.context.Execution.Input"),
          execution: jsonata("$states.context.Execution.Name"),
          clients,
          partBytes,
          maxUnpackedBytes,
        }),
        Assign: {
          file: jsonata("$states.result.Payload.file"),
          attempt: jsonata("$states.result.Payload.attempt"),
          contents: jsonata("$states.result.Payload.contents"),
          options: jsonata("$states.result.Payload.options"),
          parts: jsonata("$states.result.Payload.parts"),
        },
        Next: "Taken?",
      },
      "Taken?": {
        Type: "Choice",
        Choices: [{ Condition: resultIs("taken"), Next: "Convert" }],
        Default: "Closed",
      },
      Convert: {
        Type: "Map",
        Label: convertLabel,
        Items: jsonata("$parts"),
        ItemSelector: {
          part: jsonata("$states.context.Map.Item.Value"),
          file: jsonata("$file"),
          attempt: jsonata("$attempt"),
          options: jsonata("$options"),
          maxUnpackedBytes,
        },
        MaxConcurrency: limits.maxConcurrency,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "ConvertPart",
          States: {
            ConvertPart: {
              Type: "Task",
              Resource: "arn:aws:states:::lambda:invoke",
              Arguments: { FunctionName: functions.convert, Payload: jsonata("$states.input") },
              // What a part came to lies in the lake: the results of a large file fit into no state's output.
              Output: jsonata("$states.input.part.part"),
              Retry: retryFunction,
              End: true,
            },
          },
        },
        Output: {},
        Catch: catchAll,
        Next: "Register",
      },
      Register: {
        ...invoke(functions.register, {
          file: jsonata("$file"),
          attempt: jsonata("$attempt"),
          contents: jsonata("$contents"),
          parts: jsonata("$count($parts)"),
        }),
        Next: "Registered?",
      },
      "Registered?": {
        Type: "Choice",
        Choices: [{ Condition: resultIs("registered"), Next: "Announce?" }],
        Assign: { parts: jsonata("$states.input.parts") },
        Default: "Convert",
      },
      "Announce?": {
        Type: "Choice",
        Choices: [{ Condition: jsonata("$options.announce = true"), Next: "Announce" }],
        Default: "Closed",
      },
      Announce: {
        ...publish(names.topicArn),
        Output: jsonata("$states.input"),
        Catch: catchAll,
        Next: "Closed",
      },
      Closed: { Type: "Succeed" },
      Fail: {
        ...invoke(functions.fail, {
          arrival: jsonata("$states.context.Execution.Input"),
          execution: jsonata("$states.context.Execution.Name"),
          failure: jsonata("$failure"),
        }),
        // A receipt that cannot be written must not hide that the file failed.
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            Output: {
              subject: "Ashiato: a file was not taken",
              message: jsonata("$failure.Error & ': ' & $failure.Cause"),
            },
            Next: "NotifyFailure",
          },
        ],
        Next: "Overwritten?",
      },
      "Overwritten?": {
        Type: "Choice",
        Choices: [{ Condition: resultIs("overwritten"), Next: "Closed" }],
        Default: "NotifyFailure",
      },
      NotifyFailure: {
        ...publish(names.topicArn),
        // A topic that cannot be reached must not hide why the file failed.
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
        Next: "Failed",
      },
      Failed: { Type: "Fail", Error: jsonata("$failure.Error"), Cause: jsonata("$failure.Cause") },
    },
  };
}

/** Returns a state that invokes a function of the intake, whose answer is the state's output. */
function invoke(functionArn: string, payload: object): State<StateName> {
  return { ...functionTask(functionArn, payload), Retry: retryFunction, Catch: catchAll };
}

/** Returns a state that sends the notice that is its input. */
function publish(topicArn: string): State<StateName> {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::sns:publish",
    Arguments: {
      TopicArn: topicArn,
      Subject: jsonata("$states.input.subject"),
      Message: jsonata("$states.input.message"),
    },
    Retry: retryService,
  };
}
