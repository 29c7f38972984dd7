import type { PositionFeature } from "../api/client.ts";
import type { Overlay } from "../map/map-style.ts";
import { type Area, shownLatitude } from "../map/area.ts";
import { PageMap } from "../map/page-map.ts";
import { deviceKey } from "./known-positions.ts";

const closeZoom = 13;

/** The map of devices. */
export class PositionMap {
  readonly #map: PageMap;

  /** Throws an Error where the browser has no WebGL. */
  constructor(
    place: HTMLElement,
    onChoose: (device: string) => void,
    onStreetsFault: (message: string) => void,
  ) {
    const overlay: Overlay = {
      sources: ["devices"],
      layers: ({ chosen, device, ring }) => [
        {
          id: "devices",
          type: "circle",
          source: "devices",
          paint: {
            "circle-radius": ["case", ["get", "isChosen"], 9, 5.5],
            "circle-color": ["case", ["get", "isChosen"], chosen, device],
            "circle-stroke-color": ring,
            "circle-stroke-width": 1.5,
          },
        },
      ],
    };
    this.#map = new PageMap(place, overlay, onStreetsFault);
    this.#map.gl.on("click", "devices", ({ features = [] }) => {
      const key: unknown = features[0]?.properties["key"];
      if (typeof key === "string") {
        onChoose(key);
      }
    });
  }

  /** Shows devices, one of them chosen. */
  show(features: readonly PositionFeature[], chosen: string | undefined): void {
    this.#map.set("devices", {
      type: "FeatureCollection",
      features: features.map((feature) => {
        const key = deviceKey(feature);
        const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
        return {
          type: "Feature",
          geometry: { type: "Point", coordinates: [longitude, latitude] },
          properties: { key, isChosen: key === chosen },
        };
      }),
    });
  }

  /** Shows an area. */
  fit(area: Area): void {
    this.#map.fit(area);
  }

  /** Goes to a device. */
  goTo({ geometry }: PositionFeature): void {
    const [longitude = 0, latitude = 0] = geometry.coordinates;
    const { gl } = this.#map;
    gl.easeTo({ center: [longitude, shownLatitude(latitude)], zoom: Math.max(gl.getZoom(), closeZoom) });
  }

  remove(): void {
    this.#map.remove();
  }
}
