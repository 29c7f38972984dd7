const turnMilliseconds = 10;

/**
 * Gives a function for long work that never waits: called between its steps, it lets other work of the process have its
 * turn whenever this one has lasted long enough.
 */
export function takeTurns(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < turnMilliseconds) return undefined;
    return new Promise((resolve) => {
      setImmediate(() => {
        since = performance.now();
        resolve();
      });
    });
  };
}
