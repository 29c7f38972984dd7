/** The source of a pattern for a device id: safe in CSV and in a spreadsheet, where a leading =, +, - or @ would be a formula. */
export const deviceIdPattern = "[A-Za-z0-9][A-Za-z0-9._:-]{0,63}";
