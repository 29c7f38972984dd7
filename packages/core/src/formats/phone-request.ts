import type { RequestOrigin } from "../rejected-report.ts";
import type { AdaptedReports, PhoneBody } from "./adapted-reports.ts";
import { osmandReports } from "./osmand.ts";
import { overlandReports } from "./overland.ts";
import { owntracksReports } from "./owntracks.ts";
import { traccarReports } from "./traccar.ts";

/** A phone's request without its token. */
export type PhoneRequest = RequestOrigin & { body: PhoneBody };

/**
 * Returns the items of a request, in the keys and units of a report. Never throws, whatever the request
 * holds.
 */
export function adaptRequest({ format, query, sender, body }: PhoneRequest): AdaptedReports {
  const { deviceId } = query;
  switch (format) {
    case "overland":
      return body.kind === "json"
        ? overlandReports(body.value, deviceId ?? query["id"])
        : { ok: false, message: "An Overland request is JSON" };
    case "owntracks":
      switch (body.kind) {
        case "json": {
          const { user = query["u"], device = query["d"] } = sender;
          return owntracksReports(body.value, { user, device, deviceId: deviceId ?? query["id"] });
        }
        case "none":
          // The app posts an empty body when a friend is deleted: https://owntracks.org/booklet/tech/http/
          return { ok: true, items: [], bodyOf: () => body };
        case "form":
          return { ok: false, message: "An OwnTracks message is JSON" };
      }
    case "traccar":
    case "osmand":
      return body.kind === "json"
        ? traccarReports(body.value, { id: query["id"] ?? query["deviceid"], stated: deviceId })
        : osmandReports(query, body);
  }
}
