/** The formats of phones, by the last part of their routes' paths. */
export const phoneFormats = ["overland", "owntracks", "traccar", "osmand"] as const;
export type PhoneFormat = (typeof phoneFormats)[number];
