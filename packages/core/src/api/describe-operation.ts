import type {
  Answer,
  Answers,
  ComponentName,
  Content,
  ExampleTimes,
  Operation,
  Parameter,
} from "./operation.ts";
import { limitReached } from "./operations/common.ts";
import { isPhoneRoute, rightOf, tokenOf } from "./routes.ts";

type Json = Record<string, unknown>;

/** Returns an operation as OpenAPI describes it, with its examples at the times. */
export function describeOperation(routeKey: string, operation: Operation, times: ExampleTimes): Json {
  const { id, tag, summary, description, path = {}, query = {}, headers = {}, body, answers } = operation;
  const token = tokenOf(routeKey);
  const describeAll = (parameters: Record<string, Parameter>, place: "path" | "query" | "header"): Json[] =>
    Object.entries(parameters).map(([name, { description, schema, example }]) => ({
      name,
      in: place,
      ...(place === "path" && { required: true }),
      description,
      schema,
      ...(example && { example: example(times) }),
    }));
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: token === undefined ? [] : [{ [token]: [] }],
    parameters: [
      ...describeAll(path, "path"),
      ...describeAll(query, "query"),
      ...describeAll(headers, "header"),
    ],
    ...(body && {
      requestBody: { required: body.optional !== true, content: describeContents(body.contents, times) },
    }),
    responses: describeAnswers({ ...gatewayAnswers(routeKey), ...answers }, times),
  };
}

/** Returns the answers that API Gateway gives by itself. */
function gatewayAnswers(routeKey: string): Answers {
  if (rightOf(routeKey) === undefined || isPhoneRoute(routeKey)) {
    return {
      ...refusals(routeKey),
      429: gatewayAnswer("Too many requests: retry later", "Too Many Requests"),
    };
  }
  return { ...refusals(routeKey), 429: limitReached };
}

/** Returns what the authorizer refuses. */
function refusals(routeKey: string): Answers {
  if (rightOf(routeKey) === undefined) {
    return {};
  }
  // Here API Gateway invokes the authorizer for every request, even one without a token.
  if (isPhoneRoute(routeKey)) {
    return {
      403: gatewayAnswer(
        "The token or key is missing, or does not have the right that this route requires",
        "Forbidden",
      ),
    };
  }
  return {
    401: gatewayAnswer("The token or key is missing", "Unauthorized"),
    403: gatewayAnswer("The token or key does not have the right that this route requires", "Forbidden"),
  };
}

function gatewayAnswer(description: string, message: string): Answer {
  return { description, schema: "GatewayMessage", example: () => ({ message }) };
}

function describeContents(contents: Record<string, Content>, times: ExampleTimes): Json {
  return Object.fromEntries(
    Object.entries(contents).map(([contentType, { schema, examples }]) => [
      contentType,
      {
        schema: reference(schema),
        examples: Object.fromEntries(
          Object.entries(examples).map(([summary, example]) => [
            summary.toLowerCase().replaceAll(" ", "-"),
            { summary, value: example(times) },
          ]),
        ),
      },
    ]),
  );
}

function describeAnswers(answers: Answers, times: ExampleTimes): Json {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => [
      status,
      {
        description: answer.description,
        ...(answer.headers && { headers: answer.headers }),
        ...(answer.example && { content: describeBody(answer, answer.example(times)) }),
      },
    ]),
  );
}

function describeBody(
  { schema, contentType, mediaType = "application/json" }: Answer,
  example: unknown,
): Json {
  return schema === undefined
    ? { [contentType ?? ""]: { schema: { type: "string" }, example } }
    : { [mediaType]: { schema: reference(schema), example } };
}

function reference(name: ComponentName): Json {
  return { $ref: `#/components/schemas/${name}` };
}
