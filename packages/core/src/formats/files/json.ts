import { JSONParser } from "@streamparser/json";
import {
  type FileConverter,
  type FileOptions,
  type FileRecord,
  type Outcome,
  shownText,
} from "./file-record.ts";
import { elementOutcomes } from "./json-element.ts";
import { TextLines } from "./text-lines.ts";

/**
 * The paths of the elements in known documents: GeoJSON, Google's Timeline in its forms, Overland's and
 * Ashiato's own requests.
 */
const elementPaths = [
  "$.features.*",
  "$.locations.*",
  "$.timelineObjects.*",
  "$.semanticSegments.*",
  "$.rawSignals.*",
];
const containers = ["features", "locations", "timelineObjects", "semanticSegments", "rawSignals"];

/** Maximum number of characters from which a document is recognized. */
const headLength = 65_536;

/**
 * Reads a JSON file of any size element by element: a document, an array, or a line for each element.
 */
export class JsonConverter implements FileConverter {
  readonly #options: FileOptions;
  #head = "";
  #converter: FileConverter | undefined;

  constructor(options: FileOptions) {
    this.#options = options;
  }

  push(piece: string): FileRecord[] {
    if (this.#converter !== undefined) {
      return this.#converter.push(piece);
    }
    this.#head += piece;
    const text = this.#head.trimStart();
    return text.includes("\n") || text.length > headLength ? this.#start() : [];
  }

  end(): FileRecord[] {
    const started = this.#converter === undefined ? this.#start() : [];
    return [...started, ...(this.#converter?.end() ?? [])];
  }

  #start(): FileRecord[] {
    const text = this.#head;
    this.#head = "";
    this.#converter = isLines(text) ? linesConverter(this.#options) : documentConverter(text, this.#options);
    return this.#converter.push(text);
  }
}

/** Returns whether the first line is a complete element. */
function isLines(head: string): boolean {
  const first = head.trimStart().split(/\r?\n/, 1)[0] ?? "";
  try {
    const value: unknown = JSON.parse(first);
    return (
      value !== null &&
      typeof value === "object" &&
      !Array.isArray(value) &&
      !containers.some((name) => Array.isArray(Reflect.get(value, name)))
    );
  } catch {
    // A document of several lines, or the start of a long one.
    return false;
  }
}

function linesConverter(options: FileOptions): FileConverter {
  const lines = new TextLines();
  const read = ({ number, text }: { number: number; text: string }): FileRecord[] => {
    if (text.trim() === "") {
      return [];
    }
    try {
      return records(elementOutcomes(JSON.parse(text), options), number, text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
      return [{ place: number, text: shownText(text), kind: "refused", reason: "it is not JSON" }];
    }
  };
  return { push: (piece) => lines.push(piece).flatMap(read), end: () => lines.end().flatMap(read) };
}

function documentConverter(head: string, options: FileOptions): FileConverter {
  const parser = new JSONParser({ paths: pathsOf(head), keepStack: false });
  let found: FileRecord[] = [];
  let elements = 0;
  let broken = false;
  parser.onValue = ({ value }) => {
    elements += 1;
    found.push(...records(elementOutcomes(value, options), elements, JSON.stringify(value)));
  };
  parser.onError = (error) => {
    broken = true;
    const reason = `the JSON is broken after element ${elements}, and the rest was not read: ${error.message}`;
    found.push({ place: elements + 1, text: "", kind: "refused", reason });
  };
  const take = (): FileRecord[] => {
    const taken = found;
    found = [];
    return taken;
  };
  return {
    push: (piece) => {
      if (!broken && !parser.isEnded) {
        parser.write(piece);
      }
      return take();
    },
    end: () => {
      if (!broken && !parser.isEnded) {
        parser.end();
      }
      return take();
    },
  };
}

function pathsOf(head: string): string[] {
  if (head.trimStart().startsWith("[")) {
    return ["$.*"];
  }
  const isOneFeature = /"type"\s*:\s*"(\w+)"/.exec(head)?.[1] === "Feature" && !head.includes('"features"');
  return isOneFeature ? ["$"] : elementPaths;
}

function records(outcomes: Outcome[], place: number, text: string): FileRecord[] {
  return outcomes.map((outcome) => ({ place, text: shownText(text), ...outcome }));
}
