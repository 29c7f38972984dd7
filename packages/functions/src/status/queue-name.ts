/** Returns the name of a queue, with which its URL ends. */
export function queueName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
