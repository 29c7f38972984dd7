import sax, { type QualifiedTag, type SAXParser, type Tag } from "sax";
import { type FileConverter, type FileRecord, shownText } from "./file-record.ts";

/** An element of a track file, without namespace prefixes. Its text excludes that of its children. */
export type XmlElement = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
  /** Number of its first line, from 1. */
  line: number;
};

/** Maximum length of an element's text: more than any value in a track file has. */
const maxTextLength = 65_536;
/** Maximum depth: more than any format nests. */
const maxDepth = 64;

export type ElementReader = {
  /** Names of the elements that are read whole; the text around them is not kept. */
  wanted: ReadonlySet<string>;
  /** Called with each wanted element once it is complete. */
  read: (element: XmlElement) => FileRecord[];
  /** Called where another element begins or ends, such as `trk` or `Placemark`. */
  enter?: (name: string) => void;
  leave?: (name: string, text: string) => void;
};

/**
 * Reads the wanted elements of an XML text that comes in pieces. Ends with a refused record where the text is
 * not well-formed.
 */
export function xmlConverter({ wanted, read, enter, leave }: ElementReader): FileConverter {
  // Strict, so that names keep their case.
  const parser: SAXParser = sax.parser(true, { position: true });
  const open: XmlElement[] = [];
  let depth = 0;
  let outerText = "";
  let records: FileRecord[] = [];
  let broken = false;

  const refuse = (reason: string): void => {
    if (!broken) {
      records.push({ place: parser.line + 1, text: "", kind: "refused", reason });
    }
    broken = true;
  };
  const onerror = (error: Error): void => {
    refuse(`the XML is broken here, and the rest was not read: ${error.message.split("\n")[0]}`);
  };
  const onopentag = (tag: Tag | QualifiedTag): void => {
    if (broken) {
      return;
    }
    depth += 1;
    const name = localName(tag.name);
    if (depth > maxDepth) {
      refuse(`the XML nests deeper than ${maxDepth} elements, and the rest was not read`);
    } else if (open.length > 0 || wanted.has(name)) {
      const attributes = Object.fromEntries(
        Object.entries(tag.attributes).map(([key, value]) => [localName(key), String(value)]),
      );
      open.push({ name, attributes, children: [], text: "", line: parser.line + 1 });
    } else {
      outerText = "";
      enter?.(name);
    }
  };
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element === undefined) {
      outerText = (outerText + text).slice(0, maxTextLength);
    } else {
      element.text = (element.text + text).slice(0, maxTextLength);
    }
  };
  const onclosetag = (tagName: string): void => {
    if (broken) {
      return;
    }
    depth -= 1;
    const element = open.pop();
    if (element === undefined) {
      leave?.(localName(tagName), outerText.trim());
      outerText = "";
      return;
    }
    const parent = open.at(-1);
    if (parent === undefined) {
      records.push(...read(element));
    } else {
      parent.children.push(element);
    }
  };
  Object.assign(parser, { onerror, onopentag, ontext: addText, oncdata: addText, onclosetag });
  const take = (): FileRecord[] => {
    const taken = records;
    records = [];
    return taken;
  };
  return {
    push: (piece) => {
      if (!broken) {
        parser.write(piece);
      }
      return take();
    },
    end: () => {
      if (!broken) {
        parser.close();
      }
      return take();
    },
  };
}

/** Returns the text of an element's first descendant with a name; undefined if it is empty. */
export function textOf(element: XmlElement, name: string): string | undefined {
  for (const child of element.children) {
    const text = child.name === name ? child.text.trim() : textOf(child, name);
    if (text !== undefined && text !== "") {
      return text;
    }
  }
  return undefined;
}

/** Returns the number that `textOf` finds; undefined for any other text. */
export function numberOf(element: XmlElement, name: string): number | undefined {
  return plainNumber(textOf(element, name));
}

export function plainNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text)
    ? Number(text)
    : undefined;
}

/** Returns the element as a record shows it. */
export function elementText({ name, attributes, children, text }: XmlElement): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
  const inner = `${text.trim()}${children.map(elementText).join("")}`;
  return shownText(`<${name}${written.join("")}>${inner}</${name}>`);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
