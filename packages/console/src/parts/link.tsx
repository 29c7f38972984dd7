import type { ComponentChildren } from "preact";
import { goTo } from "../app/location.ts";
import { pathOf, type Route } from "../app/route.ts";

/** A link to a page of the console; one that opens a new tab stays the browser's. */
export function Link({
  to,
  children,
  class: name,
  current,
}: {
  to: Route;
  children: ComponentChildren;
  class?: string;
  current?: boolean;
}) {
  return (
    <a
      href={pathOf(to)}
      class={name}
      aria-current={current === true ? "page" : undefined}
      onClick={(event) => {
        if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
          event.preventDefault();
          goTo(to);
        }
      }}
    >
      {children}
    </a>
  );
}
