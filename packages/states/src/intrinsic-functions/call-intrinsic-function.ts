import type { JsonValue } from "../json.ts";
import { isUnaffordable, type PathScope } from "../jsonpath/evaluate-path.ts";
import { PathSyntaxError } from "../jsonpath/path-syntax.ts";
import { readPath } from "../jsonpath/read-path.ts";
import { StatesError } from "../states-error.ts";
import { IntrinsicArgumentError } from "./intrinsic-function.ts";
import { type IntrinsicArgument, type IntrinsicCall, parseIntrinsicCall } from "./parse-intrinsic-call.ts";

/**
 * Evaluates `text`, a call such as `States.Format('Hello {}', $.name)`. Throws `States.Runtime` for text that
 * is not such a call and for a path that finds nothing, `States.IntrinsicFailure` for arguments that the
 * function refuses.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export function callIntrinsicFunction(text: string, scope: PathScope): JsonValue {
  return evaluateCall(parse(text), scope);
}

function parse(text: string): IntrinsicCall {
  try {
    return parseIntrinsicCall(text);
  } catch (error) {
    if (error instanceof PathSyntaxError) {
      throw new StatesError("States.Runtime", `Invalid intrinsic function '${text}' : ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
}

function evaluateCall(call: IntrinsicCall, scope: PathScope): JsonValue {
  const values = call.arguments.map((argument) => evaluateArgument(argument, call, scope));
  try {
    return call.function.call(values, scope);
  } catch (error) {
    if (error instanceof IntrinsicArgumentError) {
      throw failure("States.IntrinsicFailure", call, error);
    }
    throw error;
  }
}

function evaluateArgument(argument: IntrinsicArgument, call: IntrinsicCall, scope: PathScope): JsonValue {
  switch (argument.kind) {
    case "literal":
      return argument.value;
    case "call":
      return evaluateCall(argument.call, scope);
    case "path":
      return readArgument(argument.path, call, scope);
  }
}

function readArgument(path: IntrinsicPath, call: IntrinsicCall, scope: PathScope): JsonValue {
  try {
    const outcome = readPath(path, scope);
    if (outcome.found) {
      return outcome.value;
    }
  } catch (error) {
    if (isUnaffordable(error)) {
      throw failure("States.Runtime", call, error);
    }
    throw error;
  }
  const input = JSON.stringify(scope.input);
  const missing = `The JsonPath argument for the field '${path.text}' could not be found in the input '${input}'`;
  throw failure("States.Runtime", call, new Error(missing));
}

type IntrinsicPath = (IntrinsicArgument & { kind: "path" })["path"];

function failure(name: string, call: IntrinsicCall, cause: Error): StatesError {
  return new StatesError(name, `The function '${call.text}' had the following error: ${cause.message}`, {
    cause,
  });
}
