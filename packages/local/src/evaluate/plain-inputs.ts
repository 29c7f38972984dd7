/** How a secret travels to the Pulumi engine: https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** Returns a resource's inputs with every secret as its value: on this machine nothing is encrypted. */
export function plainInputs(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(plainInputs);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if (Reflect.get(value, signatureKey) === secretSignature) {
    return plainInputs(Reflect.get(value, "value"));
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainInputs(member)]));
}
