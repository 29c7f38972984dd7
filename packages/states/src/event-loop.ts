const maxHoldMilliseconds = 10;

/**
 * Returns a function for long work that never waits: called between its steps, it lets the event loop go
 * round whenever the work has held it for 10 ms.
 */
export function eventLoopYielder(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < maxHoldMilliseconds) {
      return undefined;
    }
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
