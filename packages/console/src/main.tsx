import { render } from "preact";
import { App } from "./app/app.tsx";
import { takeTicket } from "./app/ticket.ts";
import "./style/base.css";
import "./style/layout.css";
import "./style/parts.css";
import "./style/pages.css";

const place = document.getElementById("app");
if (place === null) {
  throw new Error("The page has no element #app");
}
render(<App ticket={takeTicket()} />, place);
