import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** A part of a page under a heading of its own. */
export function Panel({
  title,
  aside,
  children,
  class: name = "",
}: {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
}) {
  const id = useId();
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** One figure with what it says. */
export function Figure({
  label,
  children,
  hint,
}: {
  label: string;
  children: ComponentChildren;
  hint?: ComponentChildren;
}) {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>
        <span class="figure-value">{children}</span>
        {hint !== undefined && <span class="figure-hint">{hint}</span>}
      </dd>
    </div>
  );
}
