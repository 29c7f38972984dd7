/**
 * What a user or a server did, as Transfer Family logs it in JSON:
 * https://docs.aws.amazon.com/transfer/latest/userguide/cw-structure-logs.html
 */
export type Activity = {
  "activity-type":
    | "AUTH_FAILURE"
    | "CLOSE"
    | "CONNECTED"
    | "DELETE"
    | "DISCONNECTED"
    | "ERROR"
    | "MKDIR"
    | "OPEN"
    | "PARTIAL_CLOSE"
    | "RENAME"
    | "RMDIR";
  user: string;
  /** `/<bucket>/<key>` */
  path?: string;
  "new-path"?: string;
  "bytes-in"?: number;
  "bytes-out"?: number;
  "source-ip"?: string;
  client?: string;
  message?: string;
};

/** Writes an activity into a log stream: one for each session, and `ERRORS`. */
export type WriteActivity = (stream: string, activity: Activity) => void;
