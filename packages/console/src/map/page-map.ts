import {
  AttributionControl,
  type GeoJSONSource,
  Map as GlMap,
  NavigationControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import { keptLanguage } from "../app/choices.ts";
import { dictionaryOf } from "../text/dictionary.ts";
import { type Area, shownLatitude } from "./area.ts";
import { landSteps, loadLand } from "./land.ts";
import { loadStreets, type Streets } from "./streets.ts";
import { type MapColours, mapStyle, type Overlay, pageColours } from "./map-style.ts";

// From the page's own host, as its content security policy demands.
setWorkerUrl(workerUrl);

const maxZoomOfFit = 12;

/** A step of the page's shades, from 0; undefined for what is not to be seen. */
type Shade = number | undefined;

/** A map of the land in the page's colours, with what a page draws over it. */
export class PageMap {
  readonly gl: GlMap;
  readonly #place: HTMLElement;
  readonly #overlay: Overlay;
  readonly #scheme = matchMedia("(prefers-color-scheme: dark)");
  readonly #theme: MutationObserver;
  readonly #data = new Map<string, GeoJSON.GeoJSON>();
  readonly #shades = new Map<string, readonly Shade[]>();
  readonly #onStreetsFault: (message: string) => void;
  #streets: Streets | undefined;
  #step = -1;
  #isReady = false;
  #isRemoved = false;

  /**
   * Throws an Error where the browser has no WebGL.
   * @param onStreetsFault called where streets, or a part of them, cannot be loaded: the land stays
   */
  constructor(place: HTMLElement, overlay: Overlay, onStreetsFault: (message: string) => void) {
    this.#place = place;
    this.#overlay = overlay;
    this.#onStreetsFault = onStreetsFault;
    this.gl = new GlMap({
      container: place,
      style: mapStyle(pageColours(place), overlay),
      center: [139.76, 35.68],
      zoom: 3,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      locale: controlNames(),
    });
    this.gl.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.gl.addControl(new AttributionControl({ compact: true }), "bottom-right");
    this.gl.on("style.load", () => {
      this.#isReady = true;
      for (const name of this.#data.keys()) {
        this.#fill(name);
      }
      for (const [name, shades] of this.#shades) {
        this.#colour(name, shades, []);
      }
    });
    this.gl.on("error", ({ error }) => this.#fault(error));
    this.gl.on("zoomend", () => void this.#refine());
    this.#scheme.addEventListener("change", this.#restyle);
    this.#theme = new MutationObserver(this.#restyle);
    this.#theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    void this.#refine();
    void this.#addStreets();
  }

  /** The page's colours, as they are now. */
  get colours(): MapColours {
    return pageColours(this.#place);
  }

  /** Draws data of a source of the overlay, in place of what it had. */
  set(name: string, data: GeoJSON.GeoJSON): void {
    this.#data.set(name, data);
    this.#fill(name);
  }

  /**
   * Gives the features of a source their shades, by their ids from 0: the state `shade` of each, so that the
   * map is coloured anew without its shapes being computed again.
   */
  shade(name: string, shades: readonly Shade[]): void {
    const before = this.#shades.get(name) ?? [];
    this.#shades.set(name, shades);
    if (this.#isReady) {
      this.#colour(name, shades, before);
    }
  }

  /** Shows an area. */
  fit([west, south, east, north]: Area): void {
    const area: Area = [west, shownLatitude(south), east, shownLatitude(north)];
    this.gl.fitBounds(area, { padding: 48, maxZoom: maxZoomOfFit, animate: false });
  }

  remove(): void {
    this.#isRemoved = true;
    this.#scheme.removeEventListener("change", this.#restyle);
    this.#theme.disconnect();
    this.gl.remove();
  }

  readonly #restyle = (): void => {
    this.#isReady = false;
    this.gl.setStyle(mapStyle(pageColours(this.#place), this.#overlay, this.#streets), { diff: false });
  };

  async #addStreets(): Promise<void> {
    let streets: Streets | undefined;
    try {
      streets = await loadStreets();
    } catch (error) {
      this.#onStreetsFault(error instanceof Error ? error.message : String(error));
    }
    if (streets !== undefined && !this.#isRemoved) {
      this.#streets = streets;
      this.#restyle();
    }
  }

  /** Only streets come from elsewhere: a fault of the page's own is one of the console. */
  #fault(error: { message: string }): void {
    if (this.#streets === undefined) {
      reportError(error);
      return;
    }
    this.#onStreetsFault(error.message);
    // The style itself is wrong, so that nothing would be drawn.
    if (!this.#isReady) {
      this.#streets = undefined;
      this.#restyle();
    }
  }

  /** Loads the coast that the zoom is worth, unless it is there. */
  async #refine(): Promise<void> {
    const zoom = this.gl.getZoom();
    const step = landSteps.findLastIndex(({ fromZoom }) => zoom >= fromZoom);
    const wanted = landSteps[step];
    if (wanted === undefined || step <= this.#step) {
      return;
    }
    this.#step = step;
    const { land, borders } = await loadLand(wanted.url);
    if (step === this.#step) {
      this.set("land", land);
      // The finest coast has no borders: those of the step before it stay.
      if (borders !== undefined) {
        this.set("borders", borders);
      }
    }
  }

  #colour(source: string, shades: readonly Shade[], before: readonly Shade[]): void {
    for (const [id, shade] of shades.entries()) {
      if (shade !== before[id]) {
        this.gl.setFeatureState({ source, id }, { shade: shade ?? null });
      }
    }
  }

  #fill(name: string): void {
    const data = this.#data.get(name);
    if (this.#isReady && data !== undefined) {
      void this.gl.getSource<GeoJSONSource>(name)?.setData(data);
    }
  }
}

/** What the map's own parts are called, by the names that MapLibre has for them. */
function controlNames(): Record<string, string> {
  const { map } = dictionaryOf(keptLanguage());
  return {
    "Map.Title": map.title,
    "NavigationControl.ZoomIn": map.zoomIn,
    "NavigationControl.ZoomOut": map.zoomOut,
    "AttributionControl.ToggleAttribution": map.attribution,
  };
}
