import type { JsonValue } from "../json.ts";
import type { ChildInput } from "../map-runs/child-executions.ts";
import { exceedsPayloadLimit, maxPayloadBytes } from "../payload-limit.ts";
import { StateFailure } from "../errors.ts";

export type Batching = {
  maxItems: number | undefined;
  maxBytes: number | undefined;
  /** Goes with each batch when the batcher has a BatchInput. */
  batchInput: JsonValue | undefined;
};

/**
 * Groups items into `{ BatchInput, Items }`, as many as both limits allow.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 * Throws `States.DataLimitExceeded` for an item that fits no batch.
 */
export async function* batchItems(
  chunks: AsyncIterable<readonly JsonValue[]>,
  { maxItems = Infinity, maxBytes = maxPayloadBytes, batchInput }: Batching,
): AsyncGenerator<ChildInput> {
  const head = batchInput === undefined ? "{" : `{"BatchInput":${JSON.stringify(batchInput)},`;
  const limit = Math.min(maxBytes, maxPayloadBytes);
  const overhead = Buffer.byteLength(`${head}"Items":[]}`);
  let texts: string[] = [];
  let values: JsonValue[] = [];
  let bytes = overhead;
  const flush = (): ChildInput => {
    const given = batchInput === undefined ? {} : { BatchInput: batchInput };
    const batch = {
      input: { ...given, Items: values },
      text: `${head}"Items":[${texts.join(",")}]}`,
      items: texts.length,
    };
    texts = [];
    values = [];
    bytes = overhead;
    return batch;
  };
  for await (const chunk of chunks) {
    for (const item of chunk) {
      const text = JSON.stringify(item);
      const size = Buffer.byteLength(text);
      if (overhead + size > limit) {
        throw itemTooLarge(size, limit);
      }
      const comma = texts.length > 0 ? 1 : 0;
      if (texts.length > 0 && bytes + comma + size > limit) {
        yield flush();
      }
      bytes += size + (texts.length > 0 ? 1 : 0);
      texts.push(text);
      values.push(item);
      if (texts.length >= maxItems) {
        yield flush();
      }
    }
  }
  if (texts.length > 0) {
    yield flush();
  }
}

/**
 * Without a batcher, each item is a child's input. Throws `States.DataLimitExceeded` for one over the limit.
 */
export async function* singleItems(chunks: AsyncIterable<readonly JsonValue[]>): AsyncGenerator<ChildInput> {
  for await (const chunk of chunks) {
    for (const item of chunk) {
      const text = JSON.stringify(item);
      if (exceedsPayloadLimit(text)) {
        throw itemTooLarge(Buffer.byteLength(text), maxPayloadBytes);
      }
      yield { input: item, text, items: 1 };
    }
  }
}

function itemTooLarge(size: number, limit: number): StateFailure {
  return new StateFailure(
    "States.DataLimitExceeded",
    `An item of ${size} bytes exceeds the maximum of ${limit} bytes for the input of a child workflow execution.`,
  );
}
