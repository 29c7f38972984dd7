import { useEffect, useState } from "preact/hooks";

/**
 * Returns a part of the console that is loaded when it is first shown; undefined until then. Throws what went
 * wrong, such as a TypeError without a network, for the `Boundary` around it.
 */
export function useLoaded<Part>(load: () => Promise<Part>): Part | undefined {
  const [state, setState] = useState<{ part: Part } | { fault: unknown }>();
  useEffect(() => {
    let isLeft = false;
    void (async () => {
      try {
        const part = await load();
        if (!isLeft) {
          setState({ part });
        }
      } catch (fault) {
        if (!isLeft) {
          setState({ fault });
        }
      }
    })();
    return () => {
      isLeft = true;
    };
  }, []);
  if (state === undefined) {
    return undefined;
  }
  if ("fault" in state) {
    throw state.fault;
  }
  return state.part;
}
