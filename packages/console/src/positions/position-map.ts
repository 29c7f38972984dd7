import {
  AttributionControl,
  type GeoJSONSource,
  Map as LandMap,
  NavigationControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { PositionFeature } from "../api/client.ts";
import { deviceKey } from "./known-positions.ts";
import { type Land, landSteps, loadLand } from "./land.ts";
import { mapStyle, pageColours, sourceNames } from "./map-style.ts";

// From the page's own host, as its content security policy demands.
setWorkerUrl(workerUrl);

const maxZoomOfFit = 12;
const closeZoom = 13;

/** The map of devices. */
export class PositionMap {
  readonly #map: LandMap;
  readonly #place: HTMLElement;
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #theme: MutationObserver;
  #devices: GeoJSON.FeatureCollection = { type: "FeatureCollection", features: [] };
  #land: Land | undefined;
  #step = -1;
  #isReady = false;

  /** Throws an Error where the browser has no WebGL. */
  constructor(place: HTMLElement, onChoose: (device: string) => void) {
    this.#place = place;
    this.#map = new LandMap({
      container: place,
      style: mapStyle(pageColours(place)),
      center: [139.76, 35.68],
      zoom: 3,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
    });
    this.#map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.#map.addControl(new AttributionControl({ compact: true }), "bottom-right");
    this.#map.on("style.load", () => {
      this.#isReady = true;
      this.#fill();
    });
    this.#map.on("zoomend", () => void this.#refine());
    this.#map.on("click", "devices", ({ features = [] }) => {
      const key: unknown = features[0]?.properties["key"];
      if (typeof key === "string") {
        onChoose(key);
      }
    });
    this.#scheme.addEventListener("change", this.#recolour);
    this.#theme = new MutationObserver(this.#recolour);
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    void this.#refine();
  }

  /** Shows devices, one of them chosen. */
  show(features: readonly PositionFeature[], chosen: string | undefined): void {
    this.#devices = {
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
    };
    this.#set(sourceNames.devices, this.#devices);
  }

  /** Shows an area, west, south, east and north in degrees. */
  fit(bounds: [number, number, number, number]): void {
    this.#map.fitBounds(bounds, { padding: 48, maxZoom: maxZoomOfFit, animate: false });
  }

  /** Goes to a device. */
  goTo({ geometry }: PositionFeature): void {
    const [longitude = 0, latitude = 0] = geometry.coordinates;
    this.#map.easeTo({ center: [longitude, latitude], zoom: Math.max(this.#map.getZoom(), closeZoom) });
  }

  remove(): void {
    this.#scheme.removeEventListener("change", this.#recolour);
    this.#theme.disconnect();
    this.#map.remove();
  }

  readonly #recolour = (): void => {
    this.#isReady = false;
    this.#map.setStyle(mapStyle(pageColours(this.#place)), { diff: false });
  };

  /** Loads the coast that the zoom is worth, unless it is there. */
  async #refine(): Promise<void> {
    const zoom = this.#map.getZoom();
    const step = landSteps.findLastIndex(({ fromZoom }) => zoom >= fromZoom);
    const wanted = landSteps[step];
    if (wanted === undefined || step <= this.#step) {
      return;
    }
    this.#step = step;
    const loaded = await loadLand(wanted.url);
    if (step === this.#step) {
      // The finest coast has no borders: those of the step before it stay.
      this.#land = { ...this.#land, ...loaded };
      this.#fill();
    }
  }

  #fill(): void {
    if (this.#land !== undefined) {
      this.#set(sourceNames.land, this.#land.land);
      this.#set(sourceNames.borders, this.#land.borders);
    }
    this.#set(sourceNames.devices, this.#devices);
  }

  #set(name: string, data: GeoJSON.GeoJSON | undefined): void {
    if (this.#isReady && data !== undefined) {
      void this.#map.getSource<GeoJSONSource>(name)?.setData(data);
    }
  }
}
