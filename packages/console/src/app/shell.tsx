import type { ComponentChildren } from "preact";
import type { Right } from "../api/client.ts";
import { may } from "../home/needs.ts";
import { LiveBadge } from "../parts/badge.tsx";
import { Link } from "../parts/link.tsx";
import { useSession, useWording } from "./context.ts";
import { Preferences, type PreferencesProps } from "./preferences.tsx";
import type { PageName, Route } from "./route.ts";

type Entry = {
  name: "home" | "days" | "runs" | "live" | "intake" | "clients";
  pages: PageName[];
  right?: Right;
};

/** The pages, each with the right without which it would show nothing. */
const entries: Entry[] = [
  { name: "home", pages: ["home"] },
  { name: "days", pages: ["days", "day"], right: "exports:read" },
  { name: "runs", pages: ["runs", "run"], right: "runs:start" },
  { name: "live", pages: ["live"], right: "live:read" },
  { name: "intake", pages: ["intake", "upload"], right: "uploads" },
  { name: "clients", pages: ["clients", "client"], right: "clients:admin" },
];

/** What stands around every page: where one is, who one is, and how it looks. */
export function Shell({
  route,
  onSignOut,
  preferences,
  children,
}: {
  route: Route;
  onSignOut: () => void;
  preferences: PreferencesProps;
  children: ComponentChildren;
}) {
  const { t } = useWording();
  const { caller } = useSession();
  const offered = entries.filter(({ right }) => right === undefined || may(caller, right));
  return (
    <div class="shell">
      <a class="skip" href="#page">
        {t.nav.skip}
      </a>
      <header class="side">
        <p class="brand">
          <span class="brand-mark" aria-hidden="true" /> Ashiato{" "}
          <span lang="ja" class="brand-sign">
            足跡
          </span>
        </p>
        <nav aria-label={t.nav.label}>
          <ul class="nav">
            {offered.map(({ name, pages }) => (
              <li key={name}>
                <Link to={{ page: name }} class="nav-link" current={pages.includes(route.page)}>
                  {t.nav[name]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="page" class="page">
        {children}
      </main>
      <footer class="side-foot">
        <LiveBadge />
        <p class="small quiet">
          {t.shell.stage(caller.stage)}
          <span class="side-break" aria-hidden="true" /> {t.shell.zone(caller.timeZone)}
        </p>
        <p class="small quiet">
          {t.shell.signedInAs(
            caller.client === "stage" ? t.shell.stageToken : (caller.name ?? caller.client),
          )}
        </p>
        <Preferences {...preferences} />
        <div class="side-links">
          <a class="small" href="/docs">
            {t.nav.api}
          </a>
          <button type="button" class="button button-small" onClick={onSignOut}>
            {t.shell.signOut}
          </button>
        </div>
      </footer>
    </div>
  );
}
