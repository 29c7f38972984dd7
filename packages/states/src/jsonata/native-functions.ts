import jsonata from "jsonata";

/** What a function of JSONata finds in `this`. */
export type Focus = {
  input?: unknown;
  environment: { lookup: (name: string) => unknown; timestamp?: Date };
};

/** A function of JSONata itself, and the check of its arguments. */
export type NativeFunction = {
  implementation: (this: Focus, ...values: never[]) => unknown;
  signature: { validate: (values: readonly unknown[], context: unknown) => never[] };
};

/**
 * Returns functions of JSONata itself by their names without `$`. The package exposes them only as the
 * result of an expression.
 */
export async function nativeFunctions<Name extends string>(
  names: readonly Name[],
): Promise<Record<Name, NativeFunction>> {
  const members = names.map((name) => `'${name}': $${name}`);
  return jsonata(`{ ${members.join(", ")} }`).evaluate(undefined);
}

/**
 * Returns a function of JSONata that does something else first: `before` returns the arguments that it is
 * called with.
 */
export function wrapNative(
  { implementation, signature }: NativeFunction,
  before: (values: readonly unknown[]) => readonly unknown[],
): (this: Focus, ...values: unknown[]) => unknown {
  function wrapped(this: Focus, ...values: unknown[]): unknown {
    return implementation.apply(this, signature.validate(before(values), this.input));
  }
  // Higher-order functions look at how many arguments a function takes.
  return Object.defineProperty(wrapped, "length", { value: implementation.length });
}
