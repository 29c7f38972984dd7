const base = "/console";

/** A page of the console, with what its address names. */
export type Route =
  | { page: "home" }
  | { page: "days"; month?: string }
  | { page: "day"; date: string }
  | { page: "runs" }
  | { page: "run"; run: string }
  | { page: "live" }
  | { page: "intake" }
  | { page: "upload"; upload: string }
  | { page: "clients" }
  | { page: "client"; client: string }
  | { page: "none" };

export type PageName = Route["page"];

/** Returns the page at a path of the host, such as `/console/days/2026-11-26`. */
export function routeOf(pathname: string): Route {
  const [page = "", subject, ...rest] = pathname
    .slice(base.length)
    .split("/")
    .filter((part) => part !== "")
    .map((part) => decoded(part));
  if (rest.length > 0) {
    return { page: "none" };
  }
  if (subject === undefined) {
    return bareRoute(page);
  }
  if (page === "days" && isDate(subject)) {
    return { page: "day", date: subject };
  }
  if (page === "days" && isDate(`${subject}-01`)) {
    return { page: "days", month: subject };
  }
  switch (page) {
    case "runs":
      return { page: "run", run: subject };
    case "files":
      return { page: "upload", upload: subject };
    case "clients":
      return { page: "client", client: subject };
    default:
      return { page: "none" };
  }
}

function bareRoute(page: string): Route {
  switch (page) {
    case "":
      return { page: "home" };
    case "files":
      return { page: "intake" };
    case "days":
    case "runs":
    case "live":
    case "clients":
      return { page };
    default:
      return { page: "none" };
  }
}

/** Returns the path of a page: the inverse of `routeOf`. */
export function pathOf(route: Route): string {
  switch (route.page) {
    case "home":
    case "none":
      return base;
    case "days":
      return route.month === undefined ? `${base}/days` : `${base}/days/${route.month}`;
    case "day":
      return `${base}/days/${route.date}`;
    case "run":
      return `${base}/runs/${encodeURIComponent(route.run)}`;
    case "intake":
      return `${base}/files`;
    case "upload":
      return `${base}/files/${encodeURIComponent(route.upload)}`;
    case "client":
      return `${base}/clients/${encodeURIComponent(route.client)}`;
    case "runs":
    case "live":
    case "clients":
      return `${base}/${route.page}`;
  }
}

/** Returns whether a text is a date of the calendar, of a year with four digits. */
function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^[1-9]\d{3}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(time) &&
    new Date(time).toISOString().startsWith(text)
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
