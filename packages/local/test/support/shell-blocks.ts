/** A shell block of a page in Markdown. */
export type ShellBlock = {
  /** `README.md:31` */
  place: string;
  text: string;
  /** Why it cannot be run as it stands: the comment `<!-- not run: REASON -->` before it. */
  notRun?: string;
  /** It runs until it is stopped: the comment `<!-- run: in the background, until it is up -->`. */
  inBackground: boolean;
};

const fence = /^(?<indent> *)```sh\n(?<text>[\s\S]*?)\n\k<indent>```$/gm;
const note = /<!-- (?<kind>not run|run): (?<reason>[^>]+) -->\s*$/;

/** Returns the shell blocks of a page, in order. */
export function readShellBlocks(page: string, markdown: string): ShellBlock[] {
  return [...markdown.matchAll(fence)].map(({ index, groups = {} }) => {
    const before = markdown.slice(0, index);
    const { kind, reason } = note.exec(before)?.groups ?? {};
    const indent = new RegExp(`^${groups["indent"] ?? ""}`, "gm");
    return {
      place: `${page}:${before.split("\n").length + 1}`,
      text: (groups["text"] ?? "").replaceAll(indent, ""),
      ...(kind === "not run" && reason !== undefined && { notRun: reason }),
      inBackground: kind === "run",
    };
  });
}
