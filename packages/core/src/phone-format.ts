/** The phone formats, by the last segments of their routes' paths. */
export const phoneFormats = ["overland", "owntracks", "traccar", "osmand"] as const;
export type PhoneFormat = (typeof phoneFormats)[number];
