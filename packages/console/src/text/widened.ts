/** Any text in place of an English one; what is inserted stays the same. */
export type Widened<Text> = Text extends string
  ? string
  : Text extends (...inserted: infer Inserted) => string
    ? (...inserted: Inserted) => string
    : { [Name in keyof Text]: Widened<Text[Name]> };
