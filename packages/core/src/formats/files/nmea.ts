import { type FileConverter, type FileOptions, type FileRecord, shownText } from "./file-record.ts";
import { knots } from "../../units.ts";
import { type TextLine, TextLines } from "./text-lines.ts";

/** `$GPRMC,…*4A`: two letters for the talker, three for the sentence, and an optional checksum. */
const sentence = /^\s*\$([A-Z]{2})([A-Z]{3}),([^*]*)(?:\*([0-9A-Fa-f]{2}))?\s*$/;

export const nmeaLine = /^\s*\$[A-Z]{2}(?:GGA|GLL|GSA|GSV|RMC|VTG|ZDA|TXT),/;

type Fix = { place: number; text: string; time: string; report: Record<string, unknown> };

/**
 * Reads a log of NMEA 0183 sentences: RMC has position, date, speed (knots) and course, and GGA of the same
 * second the altitude above mean sea level. Refuses a sentence with a wrong checksum, and ignores one without
 * a fix. The caller sets the device. https://gpsd.gitlab.io/gpsd/NMEA.html
 */
export function nmeaConverter(options: FileOptions): FileConverter {
  const lines = new TextLines();
  let waiting: Fix | undefined;
  let altitude: { time: string; metres: number } | undefined;

  const release = (): FileRecord[] => {
    if (waiting === undefined) {
      return [];
    }
    const { place, text, time, report } = waiting;
    waiting = undefined;
    const metres = altitude?.time === time ? altitude.metres : undefined;
    return [
      {
        place,
        text,
        kind: "report",
        report: { ...report, ...(metres !== undefined && { altitude: metres }) },
      },
    ];
  };
  const read = (line: TextLine): FileRecord[] => {
    const record = { place: line.number, text: shownText(line.text) };
    if (line.text.trim() === "") {
      return [];
    }
    const [, , name, body = "", checksum] = sentence.exec(line.text) ?? [];
    if (name === undefined || (checksum !== undefined && !isChecked(line.text, checksum))) {
      const reason = name === undefined ? "it is not an NMEA sentence" : `its checksum is not ${checksum}`;
      return [{ ...record, kind: "refused", reason }];
    }
    const fields = body.split(",");
    if (name === "GGA") {
      const metres = Number(fields[8]);
      altitude = fields[8] && Number.isFinite(metres) ? { time: fields[0] ?? "", metres } : altitude;
      return [];
    }
    if (name !== "RMC") {
      return [];
    }
    const before = release();
    if (fields[1] !== "A") {
      return [...before, { ...record, kind: "passed-over", what: "a moment without a fix" }];
    }
    const report = rmcReport(fields, options);
    if (report === undefined) {
      return [...before, { ...record, kind: "refused", reason: "its time or its position cannot be read" }];
    }
    waiting = { ...record, time: fields[0] ?? "", report };
    return before;
  };
  return {
    push: (piece) => lines.push(piece).flatMap(read),
    end: () => [...lines.end().flatMap(read), ...release()],
  };
}

function rmcReport(fields: string[], { device }: FileOptions): Record<string, unknown> | undefined {
  const [time = "", , latitude = "", north = "", longitude = "", east = "", speed, course, date = ""] =
    fields;
  const [, hour, minute, second, fraction = ""] = /^(\d\d)(\d\d)(\d\d)(?:\.(\d+))?$/.exec(time) ?? [];
  const [, day, month, year] = /^(\d\d)(\d\d)(\d\d)$/.exec(date) ?? [];
  const position = { latitude: degrees(latitude, north), longitude: degrees(longitude, east) };
  if (
    hour === undefined ||
    year === undefined ||
    position.latitude === undefined ||
    position.longitude === undefined
  ) {
    return undefined;
  }
  const century = Number(year) >= 80 ? "19" : "20";
  return {
    deviceId: device,
    timestamp: `${century}${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.slice(0, 6).padEnd(6, "0")}Z`,
    ...position,
    ...(speed && { speed: Number(speed) * knots.multiply }),
    ...(course && { heading: Number(course) }),
  };
}

/** `3540.8742,N` is 35 degrees and 40.8742 minutes north. */
function degrees(text: string, hemisphere: string): number | undefined {
  const [, whole, minutes] = /^(\d{2,3})(\d\d(?:\.\d+)?)$/.exec(text) ?? [];
  if (whole === undefined || !/^[NSEW]$/.test(hemisphere)) {
    return undefined;
  }
  const value = Number(whole) + Number(minutes) / 60;
  return /[SW]/.test(hemisphere) ? -value : value;
}

/** The checksum is the exclusive or of the characters between `$` and `*`. */
function isChecked(line: string, checksum: string): boolean {
  const summed = line.slice(line.indexOf("$") + 1, line.indexOf("*"));
  const sum = Buffer.from(summed, "latin1").reduce((before, byte) => before ^ byte, 0);
  return sum === Number.parseInt(checksum, 16);
}
