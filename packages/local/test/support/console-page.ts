import axe from "axe-core";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { chromiumPath } from "./find-chromium.ts";

/** What axe finds wrong: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */
type AxeResult = { violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] };

/** A browser's window on the console, which notes every fault and every host that it asked. */
export class ConsolePage {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** What the page could not load or run, and what its content security policy refused. */
  readonly complaints: string[] = [];
  readonly hosts = new Set<string>();

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      // A picture follows its version, and is asked for until it is there.
      const isAwaited = message.location().url.includes("/picture?") && message.text().includes("404");
      if (message.type() === "error" && !isAwaited) {
        this.complaints.push(message.text());
      }
    });
    page.on("request", (request) => this.hosts.add(new URL(request.url()).host));
    page.on("websocket", (socket) => this.hosts.add(new URL(socket.url()).host));
  }

  static async open(): Promise<ConsolePage> {
    // An empty path is a profile of its own, which goes with the browser.
    const context = await chromium.launchPersistentContext("", {
      executablePath: chromiumPath(),
      headless: true,
      // Software rendering: a machine without a graphics card draws the map, too.
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--use-gl=angle",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
      ],
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
    });
    return new ConsolePage(context, await context.newPage());
  }

  /** Signs in with a key on the page at an address. */
  async signIn(url: string, key: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByLabel("Key", { exact: true }).fill(key);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.getByRole("navigation", { name: "Pages" }).waitFor();
  }

  /** Goes to a page by the navigation. */
  async goTo(name: string): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Pages" })
      .getByRole("link", { name, exact: true })
      .click();
    await this.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  /** Returns what axe finds wrong with the page as it is shown, one line for each place. */
  async axe(): Promise<string[]> {
    await this.page.locator(".waiting").first().waitFor({ state: "detached" });
    // Evaluated from outside of the page, so that its content security policy stays in force.
    await this.page.evaluate(axe.source);
    const { violations } = await this.page.evaluate<AxeResult>("axe.run(document)");
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)}: ${failureSummary}`),
    );
  }

  /** Returns by how many pixels the document is wider than the window that shows it. */
  overflow(): Promise<number> {
    return this.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}
