/** The texts of uploading a file. */
export const enSend = {
  send: {
    title: "Upload a file",
    choose: "Choose a file",
    chooseAnother: "Choose another file",
    hint: "Or drop it here. CSV, GPX, KML, GeoJSON, NMEA and others, also compressed by gzip or zip; up to 50 GiB. The kind is recognized by the contents.",
    chosen: (name: string, size: string) => `${name}, ${size}`,
    name: "Name",
    nameHint: "Rows that name no device get this name as theirs.",
    submit: "Upload",
    goOn: "Try again",
    cancel: "Cancel",
    canceled:
      "The upload was canceled. What has arrived is kept for a day, and trying again goes on from there.",
    steps: { hashing: "Computing the checksum", sending: "Uploading" },
    of: (done: string, all: string) => `${done} of ${all}`,
    stay: "Stay on this page until it is done.",
    refusals: {
      empty: "This file is empty.",
      large: "This file is larger than 50 GiB. Split it.",
      name: "A name has 1 to 200 characters, without slashes and control characters.",
    },
    failures: {
      limit: "This client has used up its limit.",
      unreadable: "The browser cannot read the file. It may have been changed or moved: choose it again.",
      changed: "The file was changed while it was uploaded. Choose it again.",
    },
  },
};
