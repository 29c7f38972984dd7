import type { DemoReport } from "../report/demo-report.ts";
import type { SentBatch } from "../api/send-reports.ts";
import { numberText } from "../terminal/text-table.ts";

/** The API's decisions about the reports of a demo, and those that are wrong. */
export class SendingCounts {
  accepted = 0;
  rejected = 0;
  /** A sentence for each report about which the API decided wrongly, as far as the demo knows. */
  readonly mistakes: string[] = [];
  readonly #reasons = new Map<string, number>();

  get sent(): number {
    return this.accepted + this.rejected;
  }

  add({ accepted, rejected }: SentBatch): void {
    this.accepted += accepted.length;
    this.rejected += rejected.length;
    for (const report of accepted) {
      if (report.verdict === "rejected" || report.row === undefined) {
        this.mistakes.push(`The API accepted ${text(report)}, which is not a report`);
      }
    }
    for (const { report, issues } of rejected) {
      const [issue] = issues;
      const reason = issue?.path ?? "no reason";
      this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1);
      if (report.verdict === "accepted") {
        this.mistakes.push(
          `The API rejected ${text(report)}, a valid report: ${issue?.path} ${issue?.message}`,
        );
      }
    }
  }

  /** Returns text such as `310 rejected (timestamp 96, latitude 31)`, the most frequent first. */
  get rejectedText(): string {
    const reasons = [...this.#reasons].sort(([, a], [, b]) => b - a);
    const list = reasons.map(([path, count]) => `${path === "" ? "report" : path} ${count}`);
    return `${numberText(this.rejected)} rejected${list.length > 0 ? ` (${list.join(", ")})` : ""}`;
  }
}

function text({ body }: DemoReport): string {
  return JSON.stringify(body);
}
