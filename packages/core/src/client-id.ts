/**
 * The source of the pattern of a client's id: lower-case letters, digits and single hyphens, at most 32
 * characters. Nothing that CSV would quote, a URL would escape, or a key would end at.
 */
export const clientIdPattern = "(?=[a-z0-9-]{1,32}(?![a-z0-9-]))[a-z][a-z0-9]*(?:-[a-z0-9]+)*";

const whole = new RegExp(`^${clientIdPattern}$`);

/** Returns whether a text is a client's id. */
export function isClientId(text: string): boolean {
  return whole.test(text);
}
