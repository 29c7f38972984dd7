import { expect, test } from "vitest";
import { readStreets } from "./streets.ts";

const style = "https://maps.example.org/styles/streets.json?key=abc";

test("a style may ask its own host and those that are named", () => {
  expect(readStreets({ style: "none", hosts: "none" })).toBeUndefined();
  expect(readStreets({ style, hosts: "none" })).toEqual({ style, origins: ["https://maps.example.org"] });
  expect(
    readStreets({
      style,
      hosts: "https://*.tiles.example.org, https://maps.example.org, https://a.org:8443",
    }),
  ).toMatchObject({
    origins: ["https://maps.example.org", "https://*.tiles.example.org", "https://a.org:8443"],
  });
});

test("a path is a style of the API's own host, which needs no name", () => {
  expect(readStreets({ style: "/maps/style.json", hosts: "none" })).toEqual({
    style: "/maps/style.json",
    origins: [],
  });
  expect(readStreets({ style: "http://127.0.0.1:8080/style.json", hosts: "none" })).toMatchObject({
    origins: ["http://127.0.0.1:8080"],
  });
});

test("whatever else a setting holds is named with the setting", () => {
  for (const wrong of ["maps.example.org", "http://maps.example.org/", "//maps.example.org/x", "ftp://a/b"]) {
    expect(() => readStreets({ style: wrong, hosts: "none" })).toThrow(
      `ASHIATO_STREETS_STYLE takes an https URL, or a path of the API's own host, got "${wrong}"`,
    );
  }
  for (const wrong of ["https://a.org/tiles", "*", "https://a.org; script-src *", "http://a.org", ""]) {
    expect(() => readStreets({ style, hosts: `https://b.org,${wrong}` })).toThrow(
      "ASHIATO_STREETS_HOSTS takes origins such as https://tiles.example.org, joined by commas, got",
    );
  }
  expect(() => readStreets({ style: "none", hosts: "https://a.org" })).toThrow(
    'ASHIATO_STREETS_HOSTS names "https://a.org", but ASHIATO_STREETS_STYLE names no style',
  );
});
