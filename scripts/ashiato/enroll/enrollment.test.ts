import { expect, test } from "vitest";
import { type EnrolledApp, enrollments } from "./enrollment.ts";

const enrolled = { apiUrl: "https://api.example", token: "s3cret-_", device: "Van 7", user: "jane" };

test("Overland's link holds endpoint, token and device", () => {
  const link = new URL(enrollments.overland(enrolled).link ?? "");
  expect(`${link.protocol}//${link.host}`).toBe("overland://setup");
  expect(Object.fromEntries(link.searchParams)).toEqual({
    url: "https://api.example/v1/locations/overland",
    token: "s3cret-_",
    device_id: "Van 7",
  });
});

test("OwnTracks' link holds a configuration for HTTP", () => {
  const link = new URL(enrollments.owntracks(enrolled).link ?? "");
  expect(link.href).toMatch(/^owntracks:\/\/\/config\?inline=/);
  expect(JSON.parse(Buffer.from(link.searchParams.get("inline") ?? "", "base64").toString())).toMatchObject({
    _type: "configuration",
    mode: 3,
    url: "https://api.example/v1/locations/owntracks",
    auth: true,
    username: "jane",
    password: "s3cret-_",
    deviceId: "Van 7",
  });
});

test.each(["traccar", "osmand", "gpslogger", "phonetrack", "colota"] satisfies EnrolledApp[])(
  "%s is set up by typing: its URL is one, whatever the device's name",
  (app) => {
    const { link, fields } = enrollments[app](enrolled);
    expect(link).toBeUndefined();
    const url = Object.values(fields).find((value) => value.startsWith("https://")) ?? "";
    expect(URL.canParse(url)).toBe(true);
    expect(url).not.toContain(" ");
    expect(JSON.stringify(fields)).toContain("s3cret-_");
  },
);
