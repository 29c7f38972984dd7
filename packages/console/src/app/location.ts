import { useEffect, useState } from "preact/hooks";
import { pathOf, type Route, routeOf } from "./route.ts";

const moved = "ashiato:moved";

/** Goes to a page without loading the console anew. */
export function goTo(route: Route): void {
  history.pushState(null, "", pathOf(route));
  globalThis.dispatchEvent(new Event(moved));
  globalThis.scrollTo(0, 0);
}

/** Returns the page of the present address, and follows it. */
export function useRoute(): Route {
  const [pathname, setPathname] = useState(globalThis.location.pathname);
  useEffect(() => {
    const follow = () => setPathname(globalThis.location.pathname);
    globalThis.addEventListener("popstate", follow);
    globalThis.addEventListener(moved, follow);
    return () => {
      globalThis.removeEventListener("popstate", follow);
      globalThis.removeEventListener(moved, follow);
    };
  }, []);
  return routeOf(pathname);
}
