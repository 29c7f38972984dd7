import { readerFailure } from "../reader-failure.ts";

/**
 * Splits the text of a JSON array into the texts of its elements, holding one at a time. Throws
 * States.ItemReaderFailed for a document that is not an array, or that ends inside of one.
 */
export async function* arrayElements(text: AsyncIterable<string>): AsyncGenerator<string> {
  // Widened: the checker does not see the changes that the next characters make.
  let phase = "before" as "before" | "inside" | "after";
  let depth = 0;
  let inString = false;
  let escaped = false;
  let element = "";
  for await (const chunk of text) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const character = chunk.charCodeAt(at);
      if (phase === "before") {
        if (isSpace(character)) {
          continue;
        }
        if (character !== 0x5b) {
          throw readerFailure("Attempting to map over non-iterable node.");
        }
        phase = "inside";
        from = at + 1;
        continue;
      }
      if (phase === "after") {
        if (!isSpace(character)) {
          throw readerFailure("The JSON array in S3 is followed by more text.");
        }
        continue;
      }
      if (inString) {
        if (escaped) {
          escaped = false;
        } else if (character === 0x5c) {
          escaped = true;
        } else if (character === 0x22) {
          inString = false;
        }
        continue;
      }
      if (character === 0x22) {
        inString = true;
      } else if (character === 0x5b || character === 0x7b) {
        depth += 1;
      } else if (depth > 0 && (character === 0x5d || character === 0x7d)) {
        depth -= 1;
      } else if (depth === 0 && (character === 0x2c || character === 0x5d)) {
        element += chunk.slice(from, at);
        if (element.trim() !== "") {
          yield element;
        }
        element = "";
        from = at + 1;
        if (character === 0x5d) {
          phase = "after";
        }
      }
    }
    if (phase === "inside") {
      element += chunk.slice(from);
    }
  }
  if (phase !== "after") {
    throw readerFailure("The JSON array in S3 has no end.");
  }
}

/** The byte order mark counts as space. */
function isSpace(character: number): boolean {
  return character <= 0x20 || character === 0xfeff;
}
