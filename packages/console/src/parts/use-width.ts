import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** Returns the width of an element in pixels, as it changes, and the reference that the element needs. */
export function useWidth(first: number): { width: number; element: RefObject<HTMLDivElement | null> } {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(first);
  useEffect(() => {
    if (element.current === null) {
      return undefined;
    }
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.floor(entry?.contentRect.width ?? first));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [first]);
  return { width, element };
}
