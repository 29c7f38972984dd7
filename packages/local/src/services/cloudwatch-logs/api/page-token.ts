import { invalidParameter } from "./refusals.ts";
import type { Position } from "../log-store.ts";

const form = /^(?<direction>[bfp])\/(?<timestamp>-?\d+)\/(?<id>\d+)$/;

export type PageToken = { direction: "b" | "f" | "p"; position: Position };

/** Returns a token with which the next request continues: backward, forward, or with the next page. */
export function pageToken({ direction, position: { timestamp, id } }: PageToken): string {
  return `${direction}/${timestamp}/${id}`;
}

/** Throws ServiceError InvalidParameterException for a text that is not such a token. */
export function readPageToken(token: string): PageToken {
  const { direction, timestamp, id } = form.exec(token)?.groups ?? {};
  if (direction !== "b" && direction !== "f" && direction !== "p") {
    throw invalidParameter("The specified nextToken is invalid.");
  }
  return { direction, position: { timestamp: Number(timestamp), id: Number(id) } };
}
