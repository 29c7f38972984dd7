import { ClientPage } from "../clients/client-page.tsx";
import { ClientsPage } from "../clients/clients-page.tsx";
import { DayPage } from "../days/day-page.tsx";
import { DaysPage } from "../days/days-page.tsx";
import { HomePage } from "../home/home-page.tsx";
import { may } from "../home/needs.ts";
import { IntakePage } from "../intake/intake-page.tsx";
import { UploadPage } from "../intake/upload-page.tsx";
import type { Right } from "../api/client.ts";
import { Waiting } from "../parts/notice.tsx";
import { Link } from "../parts/link.tsx";
import { PageTitle } from "../parts/page-title.tsx";
import { useLoaded } from "../parts/use-loaded.ts";
import { RunPage } from "../runs/run-page.tsx";
import { RunsPage } from "../runs/runs-page.tsx";
import { useSession, useWording } from "./context.ts";
import type { Route } from "./route.ts";

const rightOfPage: Partial<Record<Route["page"], Right>> = {
  days: "exports:read",
  day: "exports:read",
  runs: "runs:start",
  run: "runs:start",
  live: "live:read",
  intake: "uploads",
  upload: "uploads",
  clients: "clients:admin",
  client: "clients:admin",
};

/** The page of an address, or why it cannot be shown. */
export function Pages({ route }: { route: Route }) {
  const { caller } = useSession();
  const { t } = useWording();
  const right = rightOfPage[route.page];
  if (right !== undefined && !may(caller, right)) {
    return (
      <>
        <PageTitle
          title={t.shell.noRight(right)}
          lead={caller.client === "stage" ? t.shell.noRightOfStage : t.shell.noRightHint}
        />
        <Link to={{ page: "home" }}>{t.shell.toHome}</Link>
      </>
    );
  }
  switch (route.page) {
    case "home":
      return <HomePage />;
    case "days":
      return <DaysPage month={route.month} />;
    case "day":
      return <DayPage key={route.date} date={route.date} />;
    case "runs":
      return <RunsPage />;
    case "run":
      return <RunPage key={route.run} run={route.run} />;
    case "live":
      return <LoadedLivePage />;
    case "intake":
      return <IntakePage />;
    case "upload":
      return <UploadPage key={route.upload} upload={route.upload} />;
    case "clients":
      return <ClientsPage />;
    case "client":
      return <ClientPage key={route.client} client={route.client} />;
    case "none":
      return (
        <>
          <PageTitle title={t.shell.notFound} lead={t.shell.notFoundHint} />
          <Link to={{ page: "home" }}>{t.shell.toHome}</Link>
        </>
      );
  }
}

/** The map is four fifths of the console, and is loaded by whoever opens its page. */
function LoadedLivePage() {
  const loaded = useLoaded(() => import("../positions/live-page.tsx"));
  return loaded === undefined ? <Waiting /> : <loaded.LivePage />;
}
