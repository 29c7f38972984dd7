export interface paths {
    "/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send reports
         * @description Takes one report, up to 1,000 as `locations`, or one on each line as `application/x-ndjson`. The body is UTF-8 of at most 2 MiB. It may be compressed: send gzip as `application/gzip` or `application/octet-stream`, because API Gateway corrupts a compressed body that is declared as `application/json`. 202 means that every accepted report is kept, so the sender may delete it. Equal reports count once, so sending a request again is safe.
         */
        post: operations["sendReports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the identity of the stage
         * @description A sender that saves its progress should save this id with it: a stage that was removed and created again has a different id, and none of the reports sent before.
         */
        get: operations["getStage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List uploads
         * @description Lists the newest uploads with what became of them.
         */
        get: operations["listUploads"];
        put?: never;
        /**
         * Announce a file
         * @description Returns a signed link to which the file is PUT, with the headers of the answer. A file of more than 100 MiB without `sha256`, or of more than 5 GiB, comes in parts. A file that has arrived is inspected, converted and registered by itself.
         */
        post: operations["startUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what became of a file
         * @description Returns whether the file has arrived, how far its conversion is, and how it ended. While the file is waited for, the links are signed anew, those of a large file only for the parts that are missing: so an upload that broke off is resumed.
         */
        get: operations["getUpload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/uploads/{upload}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put the parts of a file together
         * @description Ends the upload of a file in parts, once all of them are there. Changes nothing for a file of one PUT.
         */
        post: operations["completeUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how the stage is
         * @description Returns what an operator sees at a glance: the reports of today, the queue, the inbox, the last and the next run, up to when exports are complete, dead letters, active alarms, and what needs a person. A part that cannot be read within ten seconds is absent, and `unread` says why.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs
         * @description Lists the newest runs, including those that the schedule started.
         */
        get: operations["listRuns"];
        put?: never;
        /**
         * Start a run of the daily batch
         * @description Starts the daily batch for yesterday, or for `date`. The run first stores what is on the queue, unless `drain` is false. It also exports every other date with reports that no export holds yet, and then makes the feeds that are due. With `feed`, the run makes that feed of the date, and nothing else.
         */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the progress of a run
         * @description Returns a run's status, phase and counts, and what it published once it has succeeded.
         */
        get: operations["getRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{run}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the steps of a run
         * @description Returns the states of the run's state machine with their transitions, what became of each in this run, the runs of its distributed maps with children that failed, and its statements with their SQL and time.
         */
        get: operations["getRunSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare what is stored
         * @description Compares the table's objects, partitions and counts with the exports and the records of runs, over a range of business dates. It waits for a run in progress to end first. With `repair`, it repairs what can be repaired without touching a row, and compares again.
         */
        post: operations["startReconciliation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reconciliations/{reconciliation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a comparison found
         * @description Returns a comparison's status and phase and, once it has succeeded, what it found and repaired.
         */
        get: operations["getReconciliation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exports with signed links
         * @description Lists the newest export of each business date from `from` to `to`, inclusive, oldest date first. If there are more dates than `limit`, `next` is the URL of the rest.
         */
        get: operations["listExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the export of a business date
         * @description Returns the newest export of the date, or the given `version` of it, with newly signed links.
         */
        get: operations["getExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{date}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the CSV of a business date
         * @description Redirects to a signed link to the file. A client that follows redirects gets the CSV. It must not send the Authorization header to the link, which is on another host; `fetch` and curl drop the header.
         */
        get: operations["downloadCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{date}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the changes since a version
         * @description Returns the supplements of a version or, if there is a newer version, the current export, whose whole CSV includes all changes.
         */
        get: operations["getExportChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{date}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the picture of a business date
         * @description Returns what the newest export of the date looks like, or the given `version` of it: rows by hour, device, place, speed, gap and quality, counted a short time after it was published. Late rows that came after that are not in it.
         */
        get: operations["getPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the newest position of each device
         * @description Returns what is stored at once, with its age. An answer that is past its time has the positions refreshed behind it; ask again for the refreshed ones. Device ids of several clients may be equal: `source` tells them apart.
         */
        get: operations["listPositions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/positions/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the track of a device
         * @description Returns the fixes of a device that were drained, each report once: of the last 6 hours, or from `since` on.
         */
        get: operations["getTrack"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export what is stored so far
         * @description Exports the rows of today or yesterday that are stored so far, in the form of the day's CSV, each report once: those that a run has distributed, and those that wait for the next run. Who asks for the same within a minute gets the same export.
         */
        post: operations["startLiveExport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live/exports/{liveExport}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a live export
         * @description Returns a live export's status and, once it has succeeded, its rows and links to its files. It is kept for a day.
         */
        get: operations["getLiveExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live/exports/{liveExport}/csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a live export
         * @description Redirects to a signed link to the CSV, once the download is counted. The Authorization header must not be sent on to the link, which is on another host.
         */
        get: operations["downloadLiveExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket for a connection
         * @description Returns a ticket with which a web page opens a connection to the WebSocket API, because a page cannot send a key with one. It opens one connection, within a minute, with what the key may hear of. Programs send their key instead, in the header `Authorization`. `GET /v1/asyncapi.json` describes what is sent on a connection.
         */
        post: operations["createTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a link that signs in to the console
         * @description Returns a ticket, and a link with it that opens the console and signs in there, once and within 15 minutes, with what the key may do. A session gets none: ask with a key or with the stage's download token.
         */
        post: operations["createSignInTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a ticket for a session
         * @description Takes a ticket of `POST /v1/sign-in-tickets`, which is used up then, and returns the token of a session of 12 hours. The session ends earlier with the key for which the ticket was made, and its rights change with those of the key's client.
         */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out
         * @description Ends the session whose token the request has. A decision about the token may be used for 30 seconds more, as one about a key is.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/locations/overland": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send reports from Overland or Colota
         * @description 200 means that every report is kept: as a row or, if it breaks a rule, with the reason, so that it can be replayed. The token may also be sent as the password of Basic authentication, or as `access_token` in the URL.
         */
        post: operations["sendOverland"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/locations/owntracks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message from OwnTracks
         * @description 200 means that every report is kept: as a row or, if it breaks a rule, with the reason, so that it can be replayed. The token may also be sent as the password of Basic authentication, or as `access_token` in the URL.
         */
        post: operations["sendOwnTracks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/locations/traccar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send a report from Traccar Client in the URL
         * @description 200 means that every report is kept: as a row or, if it breaks a rule, with the reason, so that it can be replayed. The token may also be sent as the password of Basic authentication, or as `access_token` in the URL.
         */
        get: operations["sendTraccarInUrl"];
        put?: never;
        /**
         * Send reports from Traccar Client, or from an app built with transistorsoft's SDKs
         * @description 200 means that every report is kept: as a row or, if it breaks a rule, with the reason, so that it can be replayed. The token may also be sent as the password of Basic authentication, or as `access_token` in the URL. Traccar Client 9 and the SDKs send JSON. Traccar Client 10 sends the fields of OsmAnd's protocol as a form; older versions send them in the URL.
         */
        post: operations["sendTraccar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/locations/osmand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send a report in OsmAnd's protocol in the URL
         * @description 200 means that every report is kept: as a row or, if it breaks a rule, with the reason, so that it can be replayed. The token may also be sent as the password of Basic authentication, or as `access_token` in the URL.
         */
        get: operations["sendOsmAndInUrl"];
        put?: never;
        /**
         * Send a report in OsmAnd's protocol as a form
         * @description 200 means that every report is kept: as a row or, if it breaks a rule, with the reason, so that it can be replayed. The token may also be sent as the password of Basic authentication, or as `access_token` in the URL. The fields may be in the URL as well.
         */
        post: operations["sendOsmAnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the clients
         * @description Lists every client with its rights and the names of its keys.
         */
        get: operations["listClients"];
        put?: never;
        /**
         * Add a client
         * @description Adds a client that may do what its rights say, and returns its key. The key is shown this once.
         */
        post: operations["addClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a client
         * @description Returns a client, with the last use of each key.
         */
        get: operations["getClient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a client
         * @description Changes what the body names, and nothing else. `status` `revoked` refuses all its keys, and `active` takes those again that have not ended. A change is in force within a minute.
         */
        patch: operations["changeClient"];
        trace?: never;
    };
    "/v1/clients/{client}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a client another key
         * @description Returns a new key, this once. The client's other keys go on, or end after the time that the body says: nothing is refused while the new one is put in place. A revoked client gets none.
         */
        post: operations["addClientKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client}/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a key of a client
         * @description Ends one key, such as that of a lost phone: it is refused within a minute. The others go on.
         */
        delete: operations["endClientKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what a client used
         * @description Returns what a client used on each day of a range, in the stage's time zone; for `stage`, what came with the stage's own tokens; and how much of its limits is used now. Reports are counted when they are stored.
         */
        get: operations["getClientUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/caller": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what your key may do
         * @description Returns whose key asks, its rights, and the stage's name and time zone. Any key will do, and the request counts against no limit.
         */
        get: operations["getCaller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what you used
         * @description Returns what the client whose key asks used, and how much of its limits is used now. Any key will do, and the request counts against no limit.
         */
        get: operations["getOwnUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what administrators did
         * @description Returns entries of the audit trail, the newest first. None is ever changed or deleted. `next` leads to earlier ones.
         */
        get: operations["getAuditTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was taken out of a client's rows
         * @description Lists the client's withdrawals, with how many rows each has taken out.
         */
        get: operations["listWithdrawals"];
        put?: never;
        /**
         * Take a client's rows out of a date
         * @description Asks for the rows of a date that came from the client before now. The next run takes them out of the table, keeps them aside, and exports the date without them as a new version.
         */
        post: operations["withdrawRows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client}/withdrawals/{withdrawal}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Put a client's rows back
         * @description Takes a withdrawal back: the next run puts its rows into the table again, and exports the date with them as a new version. They can be put back as long as they are kept.
         */
        delete: operations["returnRows"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client}/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the feeds of a client
         * @description Lists a client's feeds, each with what it delivered last.
         */
        get: operations["listClientFeeds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/clients/{client}/feeds/{feed}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a feed of a client
         * @description Returns a feed, with what it delivered last.
         */
        get: operations["getClientFeed"];
        /**
         * Give a client a feed
         * @description Adds a feed, or replaces one as a whole. The daily batch makes it of what is published from then on; what it delivered before stays.
         */
        put: operations["setClientFeed"];
        post?: never;
        /**
         * Take a feed from a client
         * @description Removes a feed, and returns it. What it delivered stays until its time is over.
         */
        delete: operations["removeClientFeed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your feeds
         * @description Lists the feeds of the client whose key asks, each with what it delivered last. Any key will do.
         */
        get: operations["listFeeds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/{feed}/{date}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a feed of yours delivered of a business date
         * @description Returns the newest version that the feed delivered, or the given `version`, with newly signed links.
         */
        get: operations["getDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feeds/{feed}/{date}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download a file of a feed of yours
         * @description Redirects to a signed link to the file, once the download is counted. The Authorization header must not be sent on to the link, which is on another host.
         */
        get: operations["downloadFeedFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the webhooks
         * @description Lists every webhook, without its secrets.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Add a webhook
         * @description Has events posted to a URL, signed by the Standard Webhooks specification. The secret to check them with is shown this once. The URL must be https and lead to an address of the internet.
         */
        post: operations["addWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a webhook
         * @description Posts an event of the type `webhooks.test` once, and returns how the receiver answered, or why it did not.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook another secret
         * @description Returns a new secret, this once. Until those that it has end, each message is signed with all of them, so that a receiver can change over at any time between.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was posted to a webhook
         * @description Lists the attempts of the last 30 days to post events to a webhook, and how each ended.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}/deliveries/{event}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event again
         * @description Posts an event of the last 30 days to the webhook again, under the same id, and with all the attempts of a new one.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{webhook}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a webhook
         * @description Returns a webhook, without its secrets. One that is disabled says why.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Remove a webhook
         * @description Removes a webhook and its secrets. Events that wait for it are not sent any more.
         */
        delete: operations["removeWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the welcome page
         * @description Returns a small web page without scripts that links to the documentation.
         */
        get: operations["getWelcomePage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the OpenAPI document
         * @description Returns this document. The times in its examples are recent enough to be accepted.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/asyncapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the AsyncAPI document
         * @description Returns the description of the WebSocket API: who may connect, and each message.
         */
        get: operations["getAsyncApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the documentation page
         * @description Returns a web page that shows the OpenAPI document and sends requests to the stage.
         */
        get: operations["getDocumentationPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file of the documentation page
         * @description Returns a script or a style sheet of the page at `/docs`.
         */
        get: operations["getDocumentationFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the web console
         * @description Returns the page that shows days, runs and positions to whoever signs in on it with a key. It asks this API alone.
         */
        get: operations["getConsole"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ReportRequest: components["schemas"]["Report"] | components["schemas"]["ReportBatch"];
        /** @description A device's position; null means the same as an absent key */
        Report: {
            /** @description id of the device */
            deviceId: string;
            /**
             * Format: date-time
             * @description time of the fix, RFC 3339 with a time zone
             */
            timestamp: string;
            /** @description degrees north, WGS 84 */
            latitude: number;
            /** @description degrees east, WGS 84 */
            longitude: number;
            /** @description accuracy of the position, metres */
            accuracy?: number | null;
            /** @description height, metres: above sea level or the WGS 84 ellipsoid, whichever the device uses */
            altitude?: number | null;
            /** @description accuracy of the altitude, metres */
            altitudeAccuracy?: number | null;
            /** @description ground speed, metres per second */
            speed?: number | null;
            /** @description degrees clockwise from true north, below 360 */
            heading?: number | null;
            /** @description charge of the battery, 0 to 1 */
            battery?: number | null;
            /** @description whether the battery is being charged */
            charging?: boolean | null;
            /** @description UUID that the client chose, not of version 8; derived from device, time and position if absent */
            reportId?: string | null;
        };
        /** @description Up to 1,000 reports */
        ReportBatch: {
            locations: components["schemas"]["Report"][];
        };
        /** @description https://github.com/aaronpk/Overland-iOS#api */
        OverlandRequest: {
            locations: ({
                /** @constant */
                type: "Feature";
                geometry: {
                    /** @constant */
                    type: "Point";
                    /** @description Longitude, latitude, in degrees */
                    coordinates: number[];
                } & {
                    [key: string]: unknown;
                };
                properties: {
                    /** @description ISO 8601, with a zone */
                    timestamp: string;
                    device_id?: string;
                    /** @description Metres; negative if there is no position */
                    horizontal_accuracy?: number;
                    /** @description Metres above sea level */
                    altitude?: number;
                    /** @description Metres; 0 or less if the altitude is not known */
                    vertical_accuracy?: number;
                    /** @description Metres per second; −1 if not known */
                    speed?: number;
                    /** @description Degrees; −1 if not known */
                    course?: number;
                    /** @description 0 to 1; −1 if not known */
                    battery_level?: number;
                    /** @enum {string} */
                    battery_state?: "unplugged" | "charging" | "full" | "unknown";
                } & {
                    [key: string]: unknown;
                };
            } & {
                [key: string]: unknown;
            })[];
        } & {
            [key: string]: unknown;
        };
        /** @description https://owntracks.org/booklet/tech/json/ */
        OwnTracksMessage: {
            /** @description `location` for a position; messages of other types are ignored */
            _type: string;
            /** @description Seconds since 1970 */
            tst?: number;
            /** @description Degrees north */
            lat?: number;
            /** @description Degrees east */
            lon?: number;
            /** @description Metres */
            acc?: number;
            /** @description Metres above sea level */
            alt?: number;
            /** @description Accuracy of the altitude, metres */
            vac?: number;
            /** @description Kilometres per hour */
            vel?: number;
            /** @description Degrees */
            cog?: number;
            /** @description Percent */
            batt?: number;
            /** @description State of the battery: 0 unknown, 1 unplugged, 2 charging, 3 full */
            bs?: number;
            /** @description `owntracks/USER/DEVICE`: names the device `USER:DEVICE` */
            topic?: string;
            /** @description Names the device if nothing else does */
            tid?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description https://www.traccar.org/osmand/ */
        TraccarRequest: {
            device_id?: string;
            location: components["schemas"]["TraccarLocation"] | components["schemas"]["TraccarLocation"][];
        } & {
            [key: string]: unknown;
        };
        TraccarLocation: {
            /** @description ISO 8601, with a zone */
            timestamp: string;
            coords: {
                latitude: number;
                longitude: number;
                /** @description Metres */
                accuracy?: number;
                /** @description Metres */
                altitude?: number;
                /** @description Metres */
                altitude_accuracy?: number;
                /** @description Metres per second; −1 if not known */
                speed?: number;
                /** @description Degrees; −1 if not known */
                heading?: number;
            } & {
                [key: string]: unknown;
            };
            battery?: {
                /** @description 0 to 1; −1 if not known */
                level?: number;
                is_charging?: boolean;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description https://www.traccar.org/osmand/ */
        OsmAndFields: {
            /**
             * @description The device
             * @example osmand-1
             */
            id: string;
            /**
             * @description Degrees north
             * @example 35.689487
             */
            lat: number;
            /**
             * @description Degrees east
             * @example 139.7006
             */
            lon: number;
            /**
             * @description Seconds or milliseconds since 1970, or ISO 8601; UTC if it names no zone
             * @example 2026-11-21T03:00:00.000Z
             */
            timestamp: string;
            /**
             * @description Speed, in the unit that `speedUnit` names
             * @example 2.5
             */
            speed?: number;
            /**
             * @description Unit of `speed`; knots if absent
             * @example kn
             * @enum {string}
             */
            speedUnit?: "kn" | "kmh" | "mps";
            /**
             * @description Degrees clockwise from north
             * @example 90
             */
            bearing?: number;
            /**
             * @description Metres
             * @example 41
             */
            altitude?: number;
            /**
             * @description Metres
             * @example 5
             */
            accuracy?: number;
            /**
             * @description Charge of the battery in percent
             * @example 80
             */
            batt?: number;
            /**
             * @description Whether the battery is being charged
             * @example false
             */
            charge?: boolean;
        } & {
            [key: string]: unknown;
        };
        /** @description What an operator sees at a glance */
        Status: {
            stage: string;
            /** @description IANA name */
            timeZone: string;
            /**
             * Format: date-time
             * @description When this was read
             */
            at: string;
            /**
             * Format: date
             * @description Today in the stage's time zone
             */
            today: string;
            /** @description Reports of today for each minute, as CloudWatch counts them: up to some minutes late */
            reports?: {
                /**
                 * Format: date-time
                 * @description The first minute: midnight of `today` in the stage's time zone
                 */
                from: string;
                /** @description Of each minute from `from` on: what was kept, was equal, and was rejected */
                received: number[];
                /** @description Reports put into the inbox; a drain counts them in the minute in which it ends */
                kept: number[];
                /** @description Reports that are equal to others of the same drain, which are kept once */
                equal: number[];
                /** @description Reports and rows of files that were refused, at once or after a 2xx */
                rejected: number[];
                totals: {
                    received: number;
                    kept: number;
                    equal: number;
                    rejected: number;
                };
            };
            queue?: {
                /** @description Messages that wait for a drain; a message holds reports of one request */
                waiting: number;
                /** @description Messages that a drain has received and not yet deleted */
                inFlight: number;
                /** @description Age of the oldest message; absent if CloudWatch has reported none in ten minutes */
                oldestSeconds?: number;
            };
            inbox?: {
                /** @description Where the objects are: `s3://BUCKET/PREFIX` */
                url: string;
                /** @description Work objects that wait for a run */
                objects: number;
                bytes: number;
                /**
                 * Format: date-time
                 * @description When the oldest was written; absent if there are none
                 */
                oldest?: string;
            };
            /** @description The run that started last; null if none has */
            lastRun?: {
                /** @description Name of the run */
                run: string;
                /** @enum {string} */
                status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
                /** Format: date-time */
                startedAt: string;
                /** Format: date-time */
                stoppedAt?: string;
                /** @enum {string} */
                phase: "plan" | "drain" | "distribute" | "summarize" | "exports" | "feeds" | "notify" | "ended";
                /**
                 * Format: date
                 * @description Business date of the run, once planned
                 */
                date?: string;
                /** @description Dates that got a new version or a supplement */
                exports: string[];
                /** @description Dates left to the next run */
                left: string[];
                /** @description Feeds that the run could not deliver */
                failedFeeds: ({
                    /** @constant */
                    result: "delivered";
                    client: string;
                    feed: string;
                    /** Format: date */
                    date: string;
                    version: number;
                    rows: number;
                    bytes: number;
                    files: number;
                } | {
                    /** @constant */
                    result: "superseded";
                    client: string;
                    feed: string;
                    /** Format: date */
                    date: string;
                    version: number;
                } | {
                    /** @constant */
                    result: "failed";
                    client?: string;
                    feed?: string;
                    /** Format: date */
                    date?: string;
                    error: string;
                    cause: string;
                })[];
                error?: string;
                cause?: string;
            } | null;
            schedule?: {
                /** @description As EventBridge Scheduler writes it */
                expression: string;
                timeZone: string;
                enabled: boolean;
                /**
                 * Format: date-time
                 * @description When the next run starts; absent if none does, or the expression is a rate, counted by AWS
                 */
                next?: string;
            };
            /** @description Every report accepted before then is in an export; null if no run has exported everything */
            completeThrough?: string | null;
            /** @description What each queue of dead letters holds, also those that are empty */
            deadLetters?: {
                queue: string;
                messages: number;
            }[];
            /** @description Alarms that are in the state ALARM */
            alarms?: {
                /** @description Name of the alarm without that of the stage */
                name: string;
                description: string;
                /** Format: date-time */
                since?: string;
                /** @description CloudWatch's words */
                reason: string;
                /** @description The section that says what to do: `docs/operations.md#SECTION` */
                page: string;
            }[];
            /** @description What a person must look at, as far as the parts show it */
            needs: {
                /** @enum {string} */
                kind: "runFailed" | "feedFailed" | "scheduleDisabled" | "alarm" | "deadLetters";
                /** @description The run, the feed, the alarm or the queue that it is about */
                about?: string;
                /** @description Of `deadLetters`: how many the queue holds */
                messages?: number;
                what: string;
                /** @description What to do about it */
                mend: string;
                /** @description The section that says it at length: `docs/operations.md#SECTION` */
                page: string;
            }[];
            /** @description Parts that could not be read, which are absent */
            unread: {
                /** @enum {string} */
                part: "reports" | "queue" | "inbox" | "lastRun" | "schedule" | "completeThrough" | "deadLetters" | "alarms";
                reason: string;
            }[];
        };
        RunRequest: {
            /**
             * Format: date
             * @description Business date, not after today; defaults to yesterday
             */
            date?: string;
            /** @description Whether the run first stores the accepted reports that are still on the queue; defaults to true */
            drain?: boolean;
            /** @description A client's feed to make of the date, and nothing else */
            feed?: {
                client: string;
                feed: string;
            };
        };
        ReconciliationRequest: {
            /**
             * Format: date
             * @description First business date; defaults to 38 days before today, and then only the last 8 days are counted
             */
            from?: string;
            /**
             * Format: date
             * @description Last business date; defaults to tomorrow
             */
            to?: string;
            /** @description Whether to repair what can be repaired without touching a row; defaults to false */
            repair?: boolean;
        };
        NewClient: {
            id: string;
            /** @description Who the client is */
            name: string;
            /**
             * Format: email
             * @description Where to reach it
             */
            mail?: string;
            /**
             * @description What it may do; nothing else
             * @default []
             */
            rights: ("ingest" | "uploads" | "exports:read" | "runs:start" | "live:read" | "clients:admin")[];
            /** @description How many days before today's business date it may read exports of; every date if absent */
            exportDays?: number;
            /**
             * @description `own` refuses exports, which hold the rows of all clients; `all` if absent
             * @enum {string}
             */
            exportRows?: "all" | "own";
            limits?: components["schemas"]["Limits"];
        };
        /** @description Limits of use; what is absent is not limited */
        Limits: {
            /** @description Requests in a minute */
            requestsPerMinute?: number;
            /** @description Reports accepted in a minute */
            reportsPerMinute?: number;
            /** @description Reports stored on a business date */
            reportsPerDay?: number;
            /** @description Files announced on a business date */
            uploadsPerDay?: number;
            /** @description Rows of the files that are downloaded on a business date */
            rowsPerDay?: number;
            /** @description Rows of the files that are downloaded in a calendar month */
            rowsPerMonth?: number;
            /** @description Bytes of the files that are downloaded on a business date */
            bytesPerDay?: number;
            /** @description Bytes of the files that are downloaded in a calendar month */
            bytesPerMonth?: number;
        };
        /** @description What changes, `limits` as a whole; null takes a value away */
        ClientChange: {
            /** @description Who the client is */
            name?: string;
            mail?: string | null;
            /** @description What it may do; nothing else */
            rights?: ("ingest" | "uploads" | "exports:read" | "runs:start" | "live:read" | "clients:admin")[];
            exportDays?: number | null;
            exportRows?: ("all" | "own") | null;
            limits?: components["schemas"]["Limits"] | null;
            /**
             * @description All keys of a revoked client are refused
             * @enum {string}
             */
            status?: "active" | "revoked";
        };
        KeyRequest: {
            /** @description When the client's other keys end: 0 is at once. If absent, they go on */
            othersExpireInSeconds?: number;
            label?: string;
        };
        /** @description What a feed holds, and where to; what is absent has its default */
        FeedRequest: {
            /**
             * @description Columns of the CSV, in the order in which the feed has them; all of them if absent
             * @default [
             *       "device_id",
             *       "recorded_at",
             *       "latitude",
             *       "longitude",
             *       "accuracy_m",
             *       "altitude_m",
             *       "altitude_accuracy_m",
             *       "speed_mps",
             *       "heading_deg",
             *       "battery",
             *       "charging",
             *       "report_id",
             *       "received_at",
             *       "quality",
             *       "source"
             *     ]
             */
            columns: ("device_id" | "recorded_at" | "latitude" | "longitude" | "accuracy_m" | "altitude_m" | "altitude_accuracy_m" | "speed_mps" | "heading_deg" | "battery" | "charging" | "report_id" | "received_at" | "quality" | "source" | "recorded_at_local")[];
            /** @default {} */
            filter: components["schemas"]["FeedFilter"];
            /**
             * @default CSV
             * @enum {string}
             */
            format: "CSV" | "PARQUET";
            /**
             * @description Of a CSV; Parquet is packed in itself
             * @default none
             * @enum {string}
             */
            compression: "none" | "gzip";
            /** @description A bucket that was opened to the stage; if absent, the client's place in the stage's own */
            bucket?: string;
            /** @description Where the files lie; `<feed>/` if absent. No two feeds share one */
            prefix?: string;
            /**
             * @description Names of the files, without their ending, with {date}, {version} and {part}
             * @default locations_{date}_v{version}_{part}
             */
            name: string;
            /**
             * @description Whether a date is delivered with each version of its export, or once
             * @default each
             * @enum {string}
             */
            versions: "each" | "first";
        };
        /** @description Rows that fit all that is named */
        FeedFilter: {
            /** @description Devices, by their `device_id` */
            devices?: string[];
            /** @description Clients from whom the rows came; `stage` for rows without a source */
            sources?: string[];
            area?: components["schemas"]["FeedArea"];
        };
        /** @description A box, or a polygon or several as in GeoJSON */
        FeedArea: {
            /** @constant */
            type: "Box";
            /** @description West, south, east and north; a west beyond the east crosses the antimeridian */
            bbox: number[];
        } | {
            /** @constant */
            type: "Polygon";
            coordinates: number[][][];
        } | {
            /** @constant */
            type: "MultiPolygon";
            coordinates: number[][][][];
        };
        /** @description An export of a client's own */
        Feed: {
            /**
             * @description Columns of the CSV, in the order in which the feed has them; all of them if absent
             * @default [
             *       "device_id",
             *       "recorded_at",
             *       "latitude",
             *       "longitude",
             *       "accuracy_m",
             *       "altitude_m",
             *       "altitude_accuracy_m",
             *       "speed_mps",
             *       "heading_deg",
             *       "battery",
             *       "charging",
             *       "report_id",
             *       "received_at",
             *       "quality",
             *       "source"
             *     ]
             */
            columns: ("device_id" | "recorded_at" | "latitude" | "longitude" | "accuracy_m" | "altitude_m" | "altitude_accuracy_m" | "speed_mps" | "heading_deg" | "battery" | "charging" | "report_id" | "received_at" | "quality" | "source" | "recorded_at_local")[];
            /** @default {} */
            filter: components["schemas"]["FeedFilter"];
            /**
             * @default CSV
             * @enum {string}
             */
            format: "CSV" | "PARQUET";
            /**
             * @description Of a CSV; Parquet is packed in itself
             * @default none
             * @enum {string}
             */
            compression: "none" | "gzip";
            /** @description A bucket that was opened to the stage; if absent, the client's place in the stage's own */
            bucket?: string;
            prefix: string;
            /**
             * @description Names of the files, without their ending, with {date}, {version} and {part}
             * @default locations_{date}_v{version}_{part}
             */
            name: string;
            /**
             * @description Whether a date is delivered with each version of its export, or once
             * @default each
             * @enum {string}
             */
            versions: "each" | "first";
            id: string;
            /**
             * Format: date-time
             * @description The feed has what is published from then on
             */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
        };
        /** @description A feed, with what it delivered last */
        ShownFeed: {
            /**
             * @description Columns of the CSV, in the order in which the feed has them; all of them if absent
             * @default [
             *       "device_id",
             *       "recorded_at",
             *       "latitude",
             *       "longitude",
             *       "accuracy_m",
             *       "altitude_m",
             *       "altitude_accuracy_m",
             *       "speed_mps",
             *       "heading_deg",
             *       "battery",
             *       "charging",
             *       "report_id",
             *       "received_at",
             *       "quality",
             *       "source"
             *     ]
             */
            columns: ("device_id" | "recorded_at" | "latitude" | "longitude" | "accuracy_m" | "altitude_m" | "altitude_accuracy_m" | "speed_mps" | "heading_deg" | "battery" | "charging" | "report_id" | "received_at" | "quality" | "source" | "recorded_at_local")[];
            /** @default {} */
            filter: components["schemas"]["FeedFilter"];
            /**
             * @default CSV
             * @enum {string}
             */
            format: "CSV" | "PARQUET";
            /**
             * @description Of a CSV; Parquet is packed in itself
             * @default none
             * @enum {string}
             */
            compression: "none" | "gzip";
            /** @description A bucket that was opened to the stage; if absent, the client's place in the stage's own */
            bucket?: string;
            prefix: string;
            /**
             * @description Names of the files, without their ending, with {date}, {version} and {part}
             * @default locations_{date}_v{version}_{part}
             */
            name: string;
            /**
             * @description Whether a date is delivered with each version of its export, or once
             * @default each
             * @enum {string}
             */
            versions: "each" | "first";
            id: string;
            /**
             * Format: date-time
             * @description The feed has what is published from then on
             */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            /** @description What was delivered last, the newest date first, each with its newest version; at most 31 */
            deliveries: {
                /** Format: date */
                date: string;
                version: number;
            }[];
        };
        /** @description The feeds of a client, by id */
        FeedList: {
            feeds: components["schemas"]["ShownFeed"][];
        };
        /** @description What a feed delivered of a business date */
        Delivery: {
            feed: string;
            /**
             * Format: date
             * @description Business date
             */
            date: string;
            /** @description Version of the date's export whose rows the feed has */
            version: number;
            /** @description The run that delivered it */
            run: string;
            /** @description Data rows of all files, without the header lines */
            rows: number;
            bytes: number;
            /**
             * @description Columns, in their order
             * @default [
             *       "device_id",
             *       "recorded_at",
             *       "latitude",
             *       "longitude",
             *       "accuracy_m",
             *       "altitude_m",
             *       "altitude_accuracy_m",
             *       "speed_mps",
             *       "heading_deg",
             *       "battery",
             *       "charging",
             *       "report_id",
             *       "received_at",
             *       "quality",
             *       "source"
             *     ]
             */
            columns: ("device_id" | "recorded_at" | "latitude" | "longitude" | "accuracy_m" | "altitude_m" | "altitude_accuracy_m" | "speed_mps" | "heading_deg" | "battery" | "charging" | "report_id" | "received_at" | "quality" | "source" | "recorded_at_local")[];
            /**
             * @default CSV
             * @enum {string}
             */
            format: "CSV" | "PARQUET";
            /**
             * @description Of a CSV; Parquet is packed in itself
             * @default none
             * @enum {string}
             */
            compression: "none" | "gzip";
            /** Format: date-time */
            createdAt: string;
            /** @description In the order of the rows; one with the columns alone if there are no rows */
            files: components["schemas"]["FeedFile"][];
        };
        FeedFile: {
            name: string;
            rows: number;
            bytes: number;
            sha256: string;
            /** @description Where it lies, for a feed into a bucket of the client */
            location?: string;
            /**
             * Format: uri
             * @description Signed link, valid until `expiresAt`, for a feed into the stage's own bucket
             */
            url?: string;
            /** Format: date-time */
            expiresAt?: string;
        };
        WithdrawalRequest: {
            /**
             * Format: date
             * @description Business date of the rows, not after today
             */
            date: string;
            /** @description Rows of this device alone; of all devices if absent */
            device?: string;
        };
        /** @description Rows of a client that are taken out of a date */
        Withdrawal: {
            id: string;
            client: string;
            /** Format: date */
            date: string;
            device?: string;
            /**
             * Format: date-time
             * @description Rows that were received before then are taken out
             */
            requestedAt: string;
            by: string;
            /**
             * @description `asked` and `returning` until the next run has settled it
             * @enum {string}
             */
            state: "asked" | "withdrawn" | "returning" | "returned";
            /** @description Rows that were taken out */
            rows: number;
        };
        /** @description A client's withdrawals, the newest first */
        WithdrawalList: {
            withdrawals: components["schemas"]["Withdrawal"][];
        };
        NewWebhook: {
            /** @description A name of small letters, digits and hyphens, which no other webhook has */
            id: string;
            /**
             * Format: uri
             * @description Where events are posted to: https, and an address of the internet
             */
            url: string;
            /** @description The types of events that it gets */
            types: ("exports.published" | "runs.started" | "runs.succeeded" | "runs.failed" | "intake.registered" | "intake.failed")[];
        };
        WebhookRotation: {
            /** @description When the secrets that it has end; a day if absent */
            othersExpireInSeconds?: number;
        };
        /** @description A receiver of events */
        Webhook: {
            id: string;
            url: string;
            types: ("exports.published" | "runs.started" | "runs.succeeded" | "runs.failed" | "intake.registered" | "intake.failed")[];
            /** @enum {string} */
            status: "active" | "disabled";
            reason?: string;
            /** Format: date-time */
            createdAt: string;
            /** @description When each secret was made and ends; the secrets themselves are shown once, when they are made */
            secrets: {
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                expiresAt?: string;
            }[];
        };
        WebhookWithSecret: {
            id: string;
            url: string;
            types: ("exports.published" | "runs.started" | "runs.succeeded" | "runs.failed" | "intake.registered" | "intake.failed")[];
            /** @enum {string} */
            status: "active" | "disabled";
            reason?: string;
            /** Format: date-time */
            createdAt: string;
            /** @description When each secret was made and ends; the secrets themselves are shown once, when they are made */
            secrets: {
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                expiresAt?: string;
            }[];
            /** @description The new secret, which is shown this once */
            secret: string;
        };
        /** @description Every webhook, by id */
        WebhookList: {
            webhooks: components["schemas"]["Webhook"][];
        };
        WebhookAttempt: {
            /** @description Id of the event, by which it is sent again */
            event: string;
            type: string;
            /**
             * Format: date-time
             * @description When the attempt began
             */
            at: string;
            /** @description 1 for the first; a replay begins anew */
            attempt: number;
            /** @description How often the event had been sent again by then */
            replay: number;
            /**
             * @description gone: the receiver answered 410, and the webhook is disabled
             * @enum {string}
             */
            result: "delivered" | "retrying" | "gone" | "given up";
            /** @description What the receiver answered; null if it did not answer */
            statusCode: number | null;
            /** @description Why there was no answer */
            error: string | null;
            /** @description The first characters of the answer's body */
            answer: string | null;
            durationMilliseconds: number;
            nextAttemptAt: string | null;
        };
        /** @description Attempts to post events to a webhook, the newest first */
        WebhookAttemptList: {
            deliveries: components["schemas"]["WebhookAttempt"][];
        };
        /** @description An event that is sent again */
        WebhookReplay: {
            webhook: string;
            event: string;
            replay: number;
        };
        /** @description Who may use the API, and for what */
        Client: {
            id: string;
            /** @description Who the client is */
            name: string;
            /**
             * Format: email
             * @description Where to reach it
             */
            mail?: string;
            /** @description What it may do; nothing else */
            rights: ("ingest" | "uploads" | "exports:read" | "runs:start" | "live:read" | "clients:admin")[];
            /** @description How many days before today's business date it may read exports of; every date if absent */
            exportDays?: number;
            /**
             * @description `own` refuses exports, which hold the rows of all clients; `all` if absent
             * @enum {string}
             */
            exportRows?: "all" | "own";
            limits?: components["schemas"]["Limits"];
            /** @enum {string} */
            status: "active" | "revoked";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            keys: components["schemas"]["ClientKey"][];
        };
        ClientKey: {
            /** @description The first digits of the key's SHA-256 */
            id: string;
            label?: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description From then on the key is refused
             */
            expiresAt?: string;
            /**
             * Format: date-time
             * @description To the hour; absent if never, and in lists
             */
            lastUsedAt?: string;
        };
        ClientWithKey: {
            id: string;
            /** @description Who the client is */
            name: string;
            /**
             * Format: email
             * @description Where to reach it
             */
            mail?: string;
            /** @description What it may do; nothing else */
            rights: ("ingest" | "uploads" | "exports:read" | "runs:start" | "live:read" | "clients:admin")[];
            /** @description How many days before today's business date it may read exports of; every date if absent */
            exportDays?: number;
            /**
             * @description `own` refuses exports, which hold the rows of all clients; `all` if absent
             * @enum {string}
             */
            exportRows?: "all" | "own";
            limits?: components["schemas"]["Limits"];
            /** @enum {string} */
            status: "active" | "revoked";
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            changedAt: string;
            keys: components["schemas"]["ClientKey"][];
            /** @description The key, which is shown this once */
            key: string;
        };
        /** @description Every client, by id */
        ClientList: {
            clients: components["schemas"]["Client"][];
        };
        /** @description Whose key a request came with, and what it may do */
        Caller: {
            /** @description Its id; `stage` for the stage's download token */
            client: string;
            /** @description Who the client is; absent for the stage's token */
            name?: string;
            /** @description What the key may do on this API */
            rights: ("ingest" | "uploads" | "exports:read" | "runs:start" | "live:read" | "clients:admin")[];
            /** @description How many days before today's business date it may read exports of; every date if absent */
            exportDays?: number;
            /**
             * @description `own` refuses exports, which hold the rows of all clients; `all` if absent
             * @enum {string}
             */
            exportRows?: "all" | "own";
            /** @description Name of the stage */
            stage: string;
            /** @description IANA name of the zone in which the stage counts its business dates */
            timeZone: string;
            /** @description Of a request with the token of a session; absent for a key */
            session?: {
                /**
                 * Format: date-time
                 * @description From then on its token is refused
                 */
                expiresAt: string;
            };
        };
        /** @description What a client used */
        Usage: {
            /** @description Its id; `stage` for the stage's own tokens */
            client: string;
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            total: {
                /** @description Reports that were stored, repetitions in one drain left out */
                reports: number;
                /** @description Files announced by `POST /v1/uploads` */
                uploads: number;
                /** @description Times that `GET /v1/exports/{date}/csv` gave a file */
                downloads: number;
                /** @description Rows of those files */
                rows: number;
                /** @description Bytes of those files */
                bytes: number;
            };
            /** @description Days on which something was used, the first ones first */
            days: {
                /** Format: date */
                date: string;
                /** @description Reports that were stored, repetitions in one drain left out */
                reports: number;
                /** @description Files announced by `POST /v1/uploads` */
                uploads: number;
                /** @description Times that `GET /v1/exports/{date}/csv` gave a file */
                downloads: number;
                /** @description Rows of those files */
                rows: number;
                /** @description Bytes of those files */
                bytes: number;
            }[];
            /** @description How much of each limit of the client is used at this moment */
            limits: {
                /** @enum {string} */
                name: "requestsPerMinute" | "reportsPerMinute" | "reportsPerDay" | "uploadsPerDay" | "rowsPerDay" | "rowsPerMonth" | "bytesPerDay" | "bytesPerMonth";
                limit: number;
                used: number;
                /** @description Seconds until all of it is free again */
                resetSeconds: number;
            }[];
        };
        /** @description What administrators did, newest first */
        AuditTrail: {
            entries: components["schemas"]["AuditEntry"][];
            /**
             * Format: uri
             * @description URL of earlier entries; absent if there are none
             */
            next?: string;
        };
        AuditEntry: {
            /** Format: date-time */
            at: string;
            /** @description The client that did it; `stage` for the stage's own token */
            by: string;
            /** @enum {string} */
            action: "added" | "changed" | "key added" | "key ended" | "feed set" | "feed removed" | "rows withdrawn" | "rows returned" | "webhook added" | "webhook removed" | "webhook secret added";
            /** @description The client that it was done to; absent for a webhook */
            client?: string;
            webhook?: string;
            /** @description What was asked for; of a key, its name alone and when the others end */
            details: {
                [key: string]: unknown;
            };
            requestId: string;
        };
        /** @description The key lacks the right, or has it for less than is asked for */
        Forbidden: components["schemas"]["Problem"] | components["schemas"]["GatewayMessage"];
        /** @description Why a request was refused */
        Problem: {
            /** @constant */
            result: "error";
            error: {
                /** @description Code for programs to branch on */
                code: string;
                message: string;
            };
            accepted?: number;
            /** @description Every rejected report, with its reasons; on the phone routes, the first hundred */
            rejected?: components["schemas"]["RejectedReport"][];
            /** @description Identifies the request in the logs */
            requestId: string;
        };
        RejectedReport: {
            /** @description Position of the report in the request, from 0 */
            index: number;
            /** @description The device, if the report names one */
            deviceId?: string;
            issues: {
                /** @description The field with the issue; empty for the report as a whole */
                path: string;
                /** @description The broken rule and the value */
                message: string;
            }[];
            /** @description Number of issues that did not fit into the answer; absent if all are listed */
            omitted?: number;
        };
        /** @description An answer from API Gateway itself */
        GatewayMessage: {
            message: string | null;
        };
        /** @description A client's limit is used up, or the stage's own rate */
        TooManyRequests: components["schemas"]["Problem"] | components["schemas"]["GatewayMessage"];
        /** @description Every accepted report is kept, so the sender may delete it */
        Receipt: {
            /** @constant */
            result: "ok";
            accepted: number;
            /** @description Every rejected report, with its reasons; on the phone routes, the first hundred */
            rejected: components["schemas"]["RejectedReport"][];
            /** @description Phone routes only: number of reports that break a rule and are kept with their reasons, so that they can be replayed */
            keptAsRejected?: number;
            /** @description Phone routes only: number of entries that are not positions, which are ignored */
            events?: number;
            /** @description Identifies the request in the logs */
            requestId: string;
        };
        /** @description No messages for the app to show */
        NoMessages: unknown[];
        /** @description Exports, ordered by date */
        ExportList: {
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            /**
             * Format: date-time
             * @description Every report, of any date, that was accepted before then is in an export
             */
            completeThrough?: string;
            exports: components["schemas"]["Export"][];
            /** @description Number of older versions of these dates that the list leaves out: `versions=all` lists them */
            olderVersions: number;
            /**
             * Format: uri
             * @description URL of the list of the remaining dates; absent if the list is complete
             */
            next?: string;
        };
        /** @description The CSV of one business date */
        Export: {
            /**
             * Format: date
             * @description Business date
             */
            date: string;
            /** @description IANA name of the time zone in which the date is counted */
            timeZone: string;
            /** @description 1 for the date's first export; the highest is the current one */
            version: number;
            /** @description The run that published it */
            run: string;
            /** @description Data rows of all files, without the header lines */
            rows: number;
            /**
             * @description Reports left out because a different report with the same source, device and id was received first; equal ones count once
             * @default 0
             */
            conflicts: number;
            bytes: number;
            /** @description Hash of the bytes of all files, in order */
            checksum: string;
            /** @description Version of the columns */
            schemaVersion: number;
            /**
             * @description Whether the last column is `recorded_at_local`
             * @default false
             */
            localTime: boolean;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Every report of the date that was accepted before then is in the export; absent if the queue could not be drained
             */
            completeThrough?: string;
            /**
             * Format: date-time
             * @description When the files of this version and of its supplements were removed, as a newer one had replaced it; absent while they are there
             */
            removedAt?: string;
            /** @description Whether this is the newest version of its date */
            current: boolean;
            /** @description Empty once the files are removed */
            files: components["schemas"]["ExportFile"][];
            /** @description The same rows as Parquet, ordered by device and time; empty for a day without reports, once the files are removed, for an export that was made without, and for a client with limits of rows or bytes, which gets Parquet by a feed */
            parquet: components["schemas"]["ParquetFile"][];
            /** @description Rows of all supplements, which the date has in addition to `rows` */
            lateRows: number;
            /** @description Late rows, by the order of the supplements; the next whole CSV of the date includes them */
            supplements: components["schemas"]["ExportSupplement"][];
        };
        ExportFile: {
            /** @description Name under which a browser saves the file */
            name: string;
            rows: number;
            bytes: number;
            sha256: string;
            /**
             * Format: uri
             * @description Signed link, which needs no token and is valid until `expiresAt`; for a client with limits of rows or bytes, the route of the API that counts the download and redirects to such a link
             */
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        /** @description A Parquet file, of which ranges may be read */
        ParquetFile: {
            /** @description Name under which a browser saves the file */
            name: string;
            rows: number;
            bytes: number;
            /**
             * Format: uri
             * @description Signed link, which needs no token and is valid until `expiresAt`; for a client with limits of rows or bytes, the route of the API that counts the download and redirects to such a link
             */
            url: string;
            /** Format: date-time */
            expiresAt: string;
        };
        /** @description Rows that arrived after a version, as a CSV with the same columns */
        ExportSupplement: {
            /** @description 1 for the version's first supplement */
            number: number;
            /** @description The run that published it */
            run: string;
            /** @description Rows of late reports that the version and its earlier supplements lack */
            rows: number;
            /** @description Late reports left out because a different report with the same source, device and id was received first; equal ones count once */
            conflicts: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            completeThrough?: string;
            file: components["schemas"]["ExportFile"];
            /** @description The same rows as Parquet; absent where `parquet` of the export is empty */
            parquet?: components["schemas"]["ParquetFile"];
        };
        /** @description The changes since a version of an export */
        ExportChanges: {
            /** Format: date */
            date: string;
            /** @description The requested version */
            since?: number;
            /** @description The current version */
            version: number;
            /** @description The supplements after `since` and the named supplement, if `since` is the current version */
            supplements: components["schemas"]["ExportSupplement"][];
            /** @description The current export, if its version is newer; its whole CSV replaces that of `since` */
            export?: components["schemas"]["Export"];
        };
        /** @description What a day looks like, in counts */
        Picture: {
            /**
             * @description Version of this form
             * @constant
             */
            format: 1;
            /** Format: date */
            date: string;
            timeZone: string;
            version: number;
            run: string;
            /** Format: date-time */
            drawnAt: string;
            /** @description Rows of the version and of the supplements that it had when the picture was drawn */
            rows: number;
            /** @description How many of the rows are of supplements */
            lateRows: number;
            /** @description Contents that the version left out */
            conflicts: number;
            /** @description What the run read, of all its dates, and what became of it */
            ledger?: {
                rowsRead: number;
                rowsWritten: number;
                rowsRejected: number;
                /** @description Rows rejected by reason, the most frequent first: `fields` (another number of fields than a row has), `length` (longer than any row), `form` (anything else that is no row), or the name of the first column whose value is not of its type. Absent if the run rejected none, and for a run of an earlier version */
                rejected?: {
                    reason: string;
                    rows: number;
                }[];
            };
            devices: number;
            /** @description Upper bounds of the distributions' buckets, exclusive; the last bucket has none */
            bounds: {
                gapSeconds: number[];
                speedMetresPerSecond: number[];
                accuracyMetres: number[];
            };
            /** @description The hours that have rows, in order */
            hours: components["schemas"]["PictureHour"][];
            /** @description The devices with the most rows, at most 200 */
            busiest: {
                /** @description The client that sent the rows; empty for the stage's own token */
                source: string;
                device: string;
                rows: number;
                /**
                 * Format: date-time
                 * @description Its first fix
                 */
                first: string;
                /**
                 * Format: date-time
                 * @description Its last fix
                 */
                last: string;
            }[];
            /** @description Where the rows are, by grids from coarse to fine */
            grids: components["schemas"]["PictureGrid"][];
        };
        PictureHour: {
            /** @description Hour of the business date, in the stage's time zone */
            hour: number;
            rows: number;
            /** @description Devices with a row in the hour */
            devices: number;
            /** @description Rows by `quality` */
            quality: {
                ok: number;
                zero: number;
                speed: number;
                jump: number;
            };
            /** @description Rows by the seconds since the device's previous fix of the date */
            gaps: number[];
            /** @description Rows by the reported speed; those without one are in none */
            speeds: number[];
            /** @description Rows by the reported accuracy; those without one are in none */
            accuracies: number[];
        };
        PictureGrid: {
            /** @description A cell is a degree divided by this, in both directions */
            cellsPerDegree: number;
            /** @description Each cell: floor(longitude × cellsPerDegree), floor(latitude × cellsPerDegree), then its rows of each hour from 0 to 23; the cells with the most rows first */
            cells: number[][];
            /** @description Cells that are not listed */
            otherCells: number;
            /** @description Rows in them */
            otherRows: number;
        };
        /** @description Opens a connection from a web page, which cannot send a key */
        Ticket: {
            /** @description Opens one connection */
            ticket: string;
            /**
             * Format: date-time
             * @description From then on the ticket is refused: a minute after the request
             */
            expiresAt: string;
            /**
             * Format: uri
             * @description The address of the WebSocket API with the ticket, for `new WebSocket(url)`
             */
            url: string;
        };
        /** @description Signs a person in to the console, without showing a key */
        SignInTicket: {
            /** @description Signs in once */
            ticket: string;
            /**
             * Format: date-time
             * @description From then on the ticket is refused: 15 minutes after the request
             */
            expiresAt: string;
            /**
             * Format: uri
             * @description The console with the ticket in the fragment, which browsers send to no server
             */
            link: string;
        };
        SessionRequest: {
            /** @description Of `POST /v1/sign-in-tickets` */
            ticket: string;
        };
        /** @description May do what the key may for which the ticket was made */
        Session: {
            /** @description Sent as `Authorization: Bearer TOKEN`, as a key is */
            token: string;
            /**
             * Format: date-time
             * @description From then on the token is refused: 12 hours after the request
             */
            expiresAt: string;
        };
        /** @description A session that was signed out */
        EndedSession: {
            /**
             * Format: date-time
             * @description The moment of the request
             */
            endedAt: string;
        };
        /** @description The newest position of each device, as GeoJSON ordered by device id */
        PositionList: {
            /** @constant */
            type: "FeatureCollection";
            features: components["schemas"]["PositionFeature"][];
            /**
             * Format: uri
             * @description URL of the rest, if there is more than `limit`
             */
            next?: string;
            /**
             * Format: date-time
             * @description When the reports drained by then were merged; absent before the first time
             */
            mergedAt?: string;
        };
        PositionFeature: {
            /** @constant */
            type: "Feature";
            geometry: {
                /** @constant */
                type: "Point";
                /** @description Longitude and latitude in degrees, WGS 84 */
                coordinates: number[];
            };
            /** @description The other values of the report, by the names of a report in JSON */
            properties: {
                deviceId: string;
                /**
                 * Format: date-time
                 * @description Time of the fix
                 */
                timestamp: string;
                /**
                 * Format: date-time
                 * @description Time of arrival
                 */
                receivedAt: string;
                /** @description Client whose key the report came with; absent for the stage's own token */
                source?: string;
            } & {
                [key: string]: unknown;
            };
        };
        /** @description Fixes of a device, as GeoJSON, oldest first */
        Track: {
            /** @constant */
            type: "FeatureCollection";
            features: components["schemas"]["PositionFeature"][];
            /**
             * Format: uri
             * @description URL of the rest, if there is more than `limit`
             */
            next?: string;
            /**
             * Format: date-time
             * @description Fixes of this time and later
             */
            since: string;
        };
        LiveExportRequest: {
            /** @description `today` or `yesterday`, or one of the two as a business date; defaults to today */
            date?: string;
            /** @description Rows of these devices alone; of all devices if absent */
            devices?: string[];
            /** @description Rows in this area alone: west, south, east and north; a west beyond the east crosses the antimeridian */
            box?: number[];
        };
        /** @description An export of what is stored of a date so far */
        LiveExport: {
            /** @description Id of the live export */
            liveExport: string;
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            /**
             * Format: uri
             * @description URL to poll for the end
             */
            statusUrl: string;
            /**
             * Format: date
             * @description Business date of the rows
             */
            date: string;
            /** @description Rows of these devices alone; of all devices if absent */
            devices?: string[];
            /** @description Rows in this area alone: west, south, east and north */
            box?: number[];
            rows?: number;
            bytes?: number;
            /** @description False if a run moved rows meanwhile, again and again, so that some may be missing */
            complete?: boolean;
            /**
             * Format: date-time
             * @description When the newest drain ended whose reports wait for a run; those that were accepted since may be missing
             */
            storedThrough?: string;
            /** @description The CSV, once it is there; several if it is very large */
            files?: components["schemas"]["LiveExportFile"][];
            error?: string;
            cause?: string;
        };
        LiveExportFile: {
            name: string;
            rows: number;
            bytes: number;
            /**
             * Format: uri
             * @description Leads to the file by a signed link, and counts the download
             */
            url: string;
        };
        StartedRun: {
            /** @description Name of the run */
            run: string;
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            /**
             * Format: uri
             * @description URL to poll for the run's progress
             */
            statusUrl: string;
            /**
             * Format: date
             * @description The requested date; absent if the run is for yesterday
             */
            date?: string;
        };
        /** @description Runs, newest first */
        RunList: {
            runs: components["schemas"]["RunSummary"][];
        };
        RunSummary: {
            /** @description Name of the run */
            run: string;
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            /**
             * Format: uri
             * @description URL to poll for the run's progress
             */
            statusUrl: string;
        };
        Run: {
            /** @description Name of the run */
            run: string;
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            /**
             * Format: uri
             * @description URL to poll for the run's progress
             */
            statusUrl: string;
            /**
             * @description What the run is doing or, if it failed, what it was doing then
             * @enum {string}
             */
            phase: "plan" | "drain" | "distribute" | "summarize" | "exports" | "feeds" | "notify" | "ended";
            /**
             * Format: date
             * @description Business date of the run, once planned
             */
            date?: string;
            /** @description Work objects of the Distributed Map in all rounds of the run; absent until it has begun */
            map?: {
                total: number;
                done: number;
                running: number;
                failed: number;
                pending: number;
            };
            statements: {
                id: string;
                /** @description Name of the run and purpose of the statement */
                name: string;
                /** @description Last status that the Redshift Data API reported */
                status: string;
                error?: string;
            }[];
            ledger?: {
                objects: number;
                rowsRead: number;
                rowsWritten: number;
                rowsRejected: number;
                /** @description Rows written by business date, the newest date first; of more than 200 dates those with the most rows. Absent for a run of an earlier version */
                dates?: {
                    /** Format: date */
                    date: string;
                    rows: number;
                }[];
                /** @description How many dates are not among `dates`, and their rows together; absent if there are none */
                otherDates?: {
                    dates: number;
                    rows: number;
                };
                /** @description Rows rejected by reason, the most frequent first: `fields` (another number of fields than a row has), `length` (longer than any row), `form` (anything else that is no row), or the name of the first column whose value is not of its type. Absent if the run rejected none, and for a run of an earlier version */
                rejected?: {
                    reason: string;
                    rows: number;
                }[];
            };
            /** @description What the run published, once it has succeeded */
            exports?: {
                /** Format: date */
                date: string;
                version: number;
                rows: number;
                /** @description Reports left out because a different report with the same source, device and id was received first; equal ones count once */
                conflicts?: number;
                bytes: number;
            }[];
            /** @description Supplements with late rows that the run added to current exports */
            supplements?: {
                /** Format: date */
                date: string;
                version: number;
                rows: number;
                /** @description Reports left out because a different report with the same source, device and id was received first; equal ones count once */
                conflicts?: number;
                bytes: number;
                supplement: number;
            }[];
            /** @description Exports that stay current: the run read their dates again and found no changes */
            unchanged?: {
                /** Format: date */
                date: string;
                version: number;
                rows: number;
                /** @description Reports left out because a different report with the same source, device and id was received first; equal ones count once */
                conflicts?: number;
                bytes: number;
            }[];
            /** @description Exports withdrawn in favour of another run's export, which was read later or holds more reports */
            superseded?: {
                /** Format: date */
                date: string;
                version: number;
                by: {
                    version: number;
                    run: string;
                    rows: number;
                };
            }[];
            /** @description Dates left to the next run, because this one has exported as many as a run may */
            left?: string[];
            /**
             * Format: date-time
             * @description The start of the run: every report accepted before then is in an export. Absent if the run could not drain the queue in time, or did not have to
             */
            completeThrough?: string;
            /** @description What became of the feeds that were due */
            feeds?: ({
                /** @constant */
                result: "delivered";
                client: string;
                feed: string;
                /** Format: date */
                date: string;
                version: number;
                rows: number;
                bytes: number;
                files: number;
            } | {
                /** @constant */
                result: "superseded";
                client: string;
                feed: string;
                /** Format: date */
                date: string;
                version: number;
            } | {
                /** @constant */
                result: "failed";
                client?: string;
                feed?: string;
                /** Format: date */
                date?: string;
                error: string;
                cause: string;
            })[];
            /** @description ARN of the execution that was already processing the inbox. That execution exports this run's date, or leaves it to the next run */
            alreadyRunning?: string;
            error?: string;
            cause?: string;
        };
        RunSteps: {
            /** @description Name of the run */
            run: string;
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            /** @description Every state of the definition that the run has, in its order; inner states after their map */
            states: components["schemas"]["RunState"][];
            /** @description Runs of distributed maps, oldest first */
            mapRuns: components["schemas"]["MapRun"][];
            /** @description Statements of the warehouse in the order of submission */
            statements: components["schemas"]["RunStatement"][];
            /** @description What of the execution's history the answer shows */
            history: {
                events: number;
                /** @description False if it could not be read to its end in time */
                whole: boolean;
            };
        };
        RunState: {
            name: string;
            /** @description As the Amazon States Language writes it: Task, Map, Choice … */
            type: string;
            comment?: string;
            /** @description The map or parallel state that it is in */
            within?: string;
            /** @description Whether its scope begins with it */
            starts: boolean;
            /** @description Whether its scope ends with it */
            ends: boolean;
            edges: {
                /** @description Name of the state to which it leads */
                to: string;
                /**
                 * @description What leads to it
                 * @enum {string}
                 */
                by: "next" | "choice" | "default" | "catch";
            }[];
            /**
             * @description Of a map: whether its iterations are executions of their own
             * @enum {string}
             */
            map?: "inline" | "distributed";
            /**
             * @description The phase of the run to which it belongs
             * @enum {string}
             */
            phase?: "plan" | "drain" | "distribute" | "summarize" | "exports" | "feeds" | "notify";
            /**
             * @description `caught`: it failed, and the run went on by a catcher; `skipped`: the run has ended without it. Of states inside a distributed map, that of the map
             * @enum {string}
             */
            status: "waiting" | "running" | "succeeded" | "caught" | "failed" | "aborted" | "skipped";
            /** @description How often it was entered, and how that ended: a state inside a map once for each item */
            visits: {
                entered: number;
                running: number;
                succeeded: number;
                caught: number;
                failed: number;
                aborted: number;
            };
            /** @description Of a task: how often it was tried, in all visits */
            attempts: number;
            /** Format: date-time */
            firstEnteredAt?: string;
            /** Format: date-time */
            lastExitedAt?: string;
            /** @description The first five errors, also of attempts that were repeated */
            errors: {
                error: string;
                cause?: string;
                /** Format: date-time */
                at: string;
                /** @description The item of the map in which it failed */
                item?: {
                    /** @description Of the item, from 0 */
                    index: number;
                    /** Format: date */
                    date?: string;
                };
            }[];
            /** @description Of an inline map */
            iterations?: {
                started: number;
                succeeded: number;
                failed: number;
                aborted: number;
            };
        };
        MapRun: {
            arn: string;
            /** @description The distributed map that it is a run of */
            state: string;
            status: string;
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            items: {
                total: number;
                done: number;
                running: number;
                failed: number;
                pending: number;
            };
            /** @description Executions, of which each has several items */
            children: {
                total: number;
                done: number;
                running: number;
                failed: number;
                pending: number;
            };
            /** @description At most ten; `children.failed` counts all */
            failedChildren: {
                /** @description ARN of the child */
                execution: string;
                status: string;
                error?: string;
                cause?: string;
                /** @description Keys of the work objects that it had; empty for a feed */
                objects: string[];
                /** @description Its input, cut off after 1,000 characters, if it had no objects */
                input?: string;
            }[];
        };
        RunStatement: {
            id: string;
            /** @description Name of the run and purpose of the statement */
            name: string;
            status: string;
            /** @description How long it took in the warehouse; absent until it has ended */
            seconds?: number;
            /** @description Rows that it returned or wrote; absent until it has ended */
            rows?: number;
            error?: string;
            /** Format: date-time */
            submittedAt: string;
            /** @description The text, or those of a batch in their order */
            parts: {
                sql?: string;
                status?: string;
                /** @description How long it took in the warehouse; absent until it has ended */
                seconds?: number;
                /** @description Rows that it returned or wrote; absent until it has ended */
                rows?: number;
                error?: string;
            }[];
        };
        /** @description A file that is to be uploaded */
        UploadRequest: {
            /** @description The file's name, without a folder */
            name: string;
            /** @description The file's exact size */
            bytes: number;
            /** @description Sent along with the file; the kind of a file is found out from its contents */
            contentType?: string;
            /** @description S3 refuses other contents; for files of at most 5 GiB */
            sha256?: string;
            /** @description Whose file it is: the folder in the inbox, with its settings. Default: `api` */
            client?: string;
        };
        Upload: {
            /** @description Id of the upload */
            upload: string;
            client: string;
            name: string;
            bytes: number;
            /**
             * @description `waiting` for the file, or `expired`; `inspecting`, `converting`; `registered`: its rows are in the next export. `same`: its contents were registered before. `overwritten`: another file took its place
             * @enum {string}
             */
            status: "waiting" | "expired" | "inspecting" | "converting" | "registered" | "same" | "overwritten" | "failed";
            /**
             * Format: uri
             * @description URL to poll for the file's progress
             */
            statusUrl: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until then the file can be uploaded
             */
            expiresAt: string;
            /** @description Where the file goes, while it is waited for */
            put?: {
                /**
                 * Format: uri
                 * @description Takes this file only, until it expires
                 */
                url: string;
                /** @description Headers that the PUT must have */
                headers: {
                    [key: string]: string;
                };
            };
            /** @description Where the parts of a large file go, those that are missing; once none is, POST to `completeUrl` */
            parts?: {
                number: number;
                from: number;
                bytes: number;
                /**
                 * Format: uri
                 * @description Takes this file only, until it expires
                 */
                url: string;
                /** @description Headers that the PUT must have */
                headers: {
                    [key: string]: string;
                };
            }[];
            /** Format: uri */
            completeUrl?: string;
            /** @description While the file is converted; `rowsDone` is about right for parts that are under way */
            progress?: {
                partsDone: number;
                parts: number;
                rowsDone: number;
                percent: number;
            };
            rows?: {
                read: number;
                accepted: number;
                rejected: number;
            };
            /** @description The first rejected rows, with their lines and reasons */
            rejects?: {
                file?: string;
                line: number;
                reason: string;
                text: string;
            }[];
            /** @description Why the file failed, or which file had its contents before */
            reason?: string;
            /** @description Id of the receipt, for `ashiato intake` */
            intake?: string;
        };
        /** @description Uploads, newest first */
        UploadList: {
            uploads: components["schemas"]["UploadSummary"][];
        };
        UploadSummary: {
            /** @description Id of the upload */
            upload: string;
            client: string;
            name: string;
            bytes: number;
            /**
             * @description `waiting` for the file, or `expired`; `inspecting`, `converting`; `registered`: its rows are in the next export. `same`: its contents were registered before. `overwritten`: another file took its place
             * @enum {string}
             */
            status: "waiting" | "expired" | "inspecting" | "converting" | "registered" | "same" | "overwritten" | "failed";
            /**
             * Format: uri
             * @description URL to poll for the file's progress
             */
            statusUrl: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Until then the file can be uploaded
             */
            expiresAt: string;
        };
        StartedReconciliation: {
            /** @description Name of the comparison */
            reconciliation: string;
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            /**
             * Format: uri
             * @description URL to poll for the result
             */
            statusUrl: string;
        };
        Reconciliation: {
            /** @description Name of the comparison */
            reconciliation: string;
            /** @enum {string} */
            status: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
            /** Format: date-time */
            startedAt: string;
            /** Format: date-time */
            stoppedAt?: string;
            /**
             * Format: uri
             * @description URL to poll for the result
             */
            statusUrl: string;
            /**
             * @description What the comparison is doing or, if it failed, what it was doing then; `waiting`: for a run to end
             * @enum {string}
             */
            phase: "waiting" | "counting" | "comparing" | "repairing" | "ended";
            /** Format: date */
            from?: string;
            /** Format: date */
            to?: string;
            /** @description What was compared, once it has succeeded */
            compared?: {
                dates: number;
                objects: number;
                partitions: number;
                versions: number;
            };
            /** @description What was repaired, as it was found before */
            repaired?: components["schemas"]["Finding"][];
            /** @description What is wrong, once it has succeeded */
            findings?: components["schemas"]["Finding"][];
            error?: string;
            cause?: string;
        };
        Finding: {
            /** @enum {string} */
            kind: "partition missing" | "partition empty" | "partition elsewhere" | "object missing" | "object changed" | "object unknown" | "object misplaced" | "rows differ" | "export missing" | "export behind" | "export ahead" | "export file missing" | "version missing" | "files unpublished" | "day elsewhere" | "day rows differ" | "day without export";
            /**
             * Format: date
             * @description Business date; absent if it belongs to none
             */
            date?: string;
            /** @description What is wrong, with the numbers that differ */
            text: string;
            /** @description What to do about it */
            advice: string;
            /**
             * @description What `repair` does about it; absent if a person has to look
             * @enum {string}
             */
            repair?: "add partition" | "drop partition" | "request export" | "remove files" | "show export" | "drop day";
            /** @description The first of the keys that it is about */
            keys: string[];
            /** @description Number of these keys */
            objects: number;
        };
        StageIdentity: {
            /** @description Identifies the stage and its data; changes if the stage is removed and created again */
            id: string;
        };
        /** @description https://www.asyncapi.com/docs/reference/specification/v3.0.0 */
        AsyncApiDocument: {
            asyncapi: string;
            info: {
                version: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description https://spec.openapis.org/oas/v3.1.1.html */
        OpenApiDocument: {
            openapi: string;
            info: {
                version: string;
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    sendReports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportRequest"];
            };
        };
        responses: {
            /** @description Every accepted report is kept; each rejected one is listed with its reasons */
            202: {
                headers: {
                    /** @description Id of the stage that answered, as returned by `GET /v1/stage` */
                    "ashiato-stage"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "ok",
                     *       "accepted": 1,
                     *       "rejected": [],
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description The body is not valid for this route (`InvalidBody`), or every report was rejected */
            400: {
                headers: {
                    /** @description Id of the stage that answered, as returned by `GET /v1/stage` */
                    "ashiato-stage"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "ReportsRejected",
                     *         "message": "No report in the request was accepted"
                     *       },
                     *       "accepted": 0,
                     *       "rejected": [
                     *         {
                     *           "index": 0,
                     *           "deviceId": "phone-1",
                     *           "issues": [
                     *             {
                     *               "path": "latitude",
                     *               "message": "must be at most 90, got 95"
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
            /** @description Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "QueueUnavailable",
                     *         "message": "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The id of the stage */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "a1b2c3d4e5"
                     *     }
                     */
                    "application/json": components["schemas"]["StageIdentity"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listUploads: {
        parameters: {
            query?: {
                /** @description Maximum number of uploads */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Uploads, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "uploads": [
                     *         {
                     *           "upload": "fe6a1b2c3d4e5f6071829304",
                     *           "client": "partner",
                     *           "name": "nightly.csv",
                     *           "bytes": 106,
                     *           "status": "waiting",
                     *           "statusUrl": "https://api.example.com/v1/uploads/fe6a1b2c3d4e5f6071829304",
                     *           "createdAt": "2026-11-21T03:00:00.000Z",
                     *           "expiresAt": "2026-11-22T03:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UploadList"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "limit must be at most 100, got 101"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    startUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadRequest"];
            };
        };
        responses: {
            /** @description The file is waited for */
            201: {
                headers: {
                    /** @description URL of the upload, the same as `statusUrl` */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "upload": "fe6a1b2c3d4e5f6071829304",
                     *       "client": "partner",
                     *       "name": "nightly.csv",
                     *       "bytes": 106,
                     *       "status": "waiting",
                     *       "statusUrl": "https://api.example.com/v1/uploads/fe6a1b2c3d4e5f6071829304",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "expiresAt": "2026-11-22T03:00:00.000Z",
                     *       "put": {
                     *         "url": "https://ashiato-inbox.s3.ap-northeast-1.amazonaws.com/partner/nightly.csv?X-Amz-Expires=86400&X-Amz-Signature=4b1c",
                     *         "headers": {
                     *           "content-length": "106",
                     *           "content-type": "text/csv",
                     *           "if-none-match": "*"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description The body is not a valid upload request: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: bytes must be at least 1, got 0"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the upload, or `newest` for the newest one
                 * @example newest
                 */
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "upload": "fe6a1b2c3d4e5f6071829304",
                     *       "client": "partner",
                     *       "name": "nightly.csv",
                     *       "bytes": 106,
                     *       "status": "waiting",
                     *       "statusUrl": "https://api.example.com/v1/uploads/fe6a1b2c3d4e5f6071829304",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "expiresAt": "2026-11-22T03:00:00.000Z",
                     *       "put": {
                     *         "url": "https://ashiato-inbox.s3.ap-northeast-1.amazonaws.com/partner/nightly.csv?X-Amz-Expires=86400&X-Amz-Signature=4b1c",
                     *         "headers": {
                     *           "content-length": "106",
                     *           "content-type": "text/csv",
                     *           "if-none-match": "*"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no upload \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the upload, or `newest` for the newest one
                 * @example newest
                 */
                upload: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The upload */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "upload": "fe6a1b2c3d4e5f6071829304",
                     *       "client": "partner",
                     *       "name": "nightly.csv",
                     *       "bytes": 106,
                     *       "status": "waiting",
                     *       "statusUrl": "https://api.example.com/v1/uploads/fe6a1b2c3d4e5f6071829304",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "expiresAt": "2026-11-22T03:00:00.000Z",
                     *       "put": {
                     *         "url": "https://ashiato-inbox.s3.ap-northeast-1.amazonaws.com/partner/nightly.csv?X-Amz-Expires=86400&X-Amz-Signature=4b1c",
                     *         "headers": {
                     *           "content-length": "106",
                     *           "content-type": "text/csv",
                     *           "if-none-match": "*"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no upload \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Parts are missing */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "PartsMissing",
                     *         "message": "The upload lacks parts 1, 2, 3, 4"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the stage is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "stage": "local",
                     *       "timeZone": "Asia/Tokyo",
                     *       "at": "2026-11-22T03:00:00.000Z",
                     *       "today": "2026-11-22",
                     *       "reports": {
                     *         "from": "2026-11-22T02:57:00.000Z",
                     *         "received": [
                     *           0,
                     *           4,
                     *           0
                     *         ],
                     *         "kept": [
                     *           0,
                     *           3,
                     *           0
                     *         ],
                     *         "equal": [
                     *           0,
                     *           0,
                     *           0
                     *         ],
                     *         "rejected": [
                     *           0,
                     *           1,
                     *           0
                     *         ],
                     *         "totals": {
                     *           "received": 4,
                     *           "kept": 3,
                     *           "equal": 0,
                     *           "rejected": 1
                     *         }
                     *       },
                     *       "queue": {
                     *         "waiting": 2,
                     *         "inFlight": 0,
                     *         "oldestSeconds": 30
                     *       },
                     *       "inbox": {
                     *         "url": "s3://ashiato-local-lakebucket-92ad3975/work/",
                     *         "objects": 1,
                     *         "bytes": 521,
                     *         "oldest": "2026-11-21T03:00:00.000Z"
                     *       },
                     *       "lastRun": {
                     *         "run": "api-1f2e3d4c5b6a7988",
                     *         "status": "SUCCEEDED",
                     *         "startedAt": "2026-11-22T02:53:20.000Z",
                     *         "stoppedAt": "2026-11-22T02:53:44.000Z",
                     *         "phase": "ended",
                     *         "date": "2026-11-21",
                     *         "exports": [
                     *           "2026-11-21"
                     *         ],
                     *         "left": [],
                     *         "failedFeeds": []
                     *       },
                     *       "schedule": {
                     *         "expression": "cron(15 0 * * ? *)",
                     *         "timeZone": "Asia/Tokyo",
                     *         "enabled": true,
                     *         "next": "2026-11-22T12:20:00.000Z"
                     *       },
                     *       "completeThrough": "2026-11-22T02:53:20.000Z",
                     *       "deadLetters": [
                     *         {
                     *           "queue": "DeadReports",
                     *           "messages": 0
                     *         }
                     *       ],
                     *       "alarms": [
                     *         {
                     *           "name": "SilentNightAlarm",
                     *           "description": "No run of the daily batch has succeeded for more than a day: nothing was exported. See docs/operations.md, No run has succeeded.",
                     *           "since": "2026-11-21T03:00:00.000Z",
                     *           "reason": "Threshold Crossed",
                     *           "page": "docs/operations.md#no-run-has-succeeded"
                     *         }
                     *       ],
                     *       "needs": [
                     *         {
                     *           "kind": "alarm",
                     *           "about": "SilentNightAlarm",
                     *           "what": "SilentNightAlarm: No run of the daily batch has succeeded for more than a day",
                     *           "mend": "Follow the section “No run has succeeded”",
                     *           "page": "docs/operations.md#no-run-has-succeeded"
                     *         }
                     *       ],
                     *       "unread": []
                     *     }
                     */
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                /** @description Maximum number of runs */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Runs, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "runs": [
                     *         {
                     *           "run": "api-1f2e3d4c5b6a7988",
                     *           "status": "SUCCEEDED",
                     *           "startedAt": "2026-11-22T03:00:00.000Z",
                     *           "stoppedAt": "2026-11-22T03:00:24.000Z",
                     *           "statusUrl": "https://api.example.com/v1/runs/api-1f2e3d4c5b6a7988"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RunList"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "limit must be at most 100, got 101"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RunRequest"];
            };
        };
        responses: {
            /** @description The run has started: poll `statusUrl` until its `status` is not `RUNNING` */
            202: {
                headers: {
                    /** @description URL of the run, the same as `statusUrl` */
                    location?: string;
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": "api-1f2e3d4c5b6a7988",
                     *       "status": "RUNNING",
                     *       "startedAt": "2026-11-22T03:00:00.000Z",
                     *       "statusUrl": "https://api.example.com/v1/runs/api-1f2e3d4c5b6a7988",
                     *       "date": "2026-11-21"
                     *     }
                     */
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description The body is not a valid run request, or its date is in the future */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: date must be a date yyyy-MM-dd, got \"2026-02-30\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another run is in progress */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RunInProgress",
                     *         "message": "Run api-1f2e3d4c5b6a7988 is in progress: see https://api.example.com/v1/runs/api-1f2e3d4c5b6a7988"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the run, or `latest` for the newest one
                 * @example latest
                 */
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run; with Retry-After while it is in progress */
            200: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": "api-1f2e3d4c5b6a7988",
                     *       "status": "SUCCEEDED",
                     *       "startedAt": "2026-11-22T03:00:00.000Z",
                     *       "stoppedAt": "2026-11-22T03:00:24.000Z",
                     *       "statusUrl": "https://api.example.com/v1/runs/api-1f2e3d4c5b6a7988",
                     *       "phase": "ended",
                     *       "date": "2026-11-21",
                     *       "map": {
                     *         "total": 1,
                     *         "done": 1,
                     *         "running": 0,
                     *         "failed": 0,
                     *         "pending": 0
                     *       },
                     *       "statements": [
                     *         {
                     *           "id": "0b4a7d0e-3c6f-4c56-8f0e-6a5d1f1c2b3a",
                     *           "name": "api-1f2e3d4c5b6a7988 unload 2026-11-21",
                     *           "status": "FINISHED"
                     *         }
                     *       ],
                     *       "ledger": {
                     *         "objects": 1,
                     *         "rowsRead": 3,
                     *         "rowsWritten": 3,
                     *         "rowsRejected": 0,
                     *         "dates": [
                     *           {
                     *             "date": "2026-11-21",
                     *             "rows": 3
                     *           }
                     *         ]
                     *       },
                     *       "exports": [
                     *         {
                     *           "date": "2026-11-21",
                     *           "version": 1,
                     *           "rows": 3,
                     *           "conflicts": 0,
                     *           "bytes": 521
                     *         }
                     *       ],
                     *       "completeThrough": "2026-11-22T03:00:00.000Z",
                     *       "feeds": [
                     *         {
                     *           "result": "delivered",
                     *           "client": "acme",
                     *           "feed": "tokyo",
                     *           "date": "2026-11-21",
                     *           "version": 1,
                     *           "rows": 1,
                     *           "bytes": 132,
                     *           "files": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Run"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no run \"api-0000000000000000\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getRunSteps: {
        parameters: {
            query?: {
                /** @description False leaves out the SQL of the statements, which is most of the answer */
                sql?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description Name of the run, or `latest` for the newest one
                 * @example latest
                 */
                run: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The steps; with Retry-After while the run is in progress */
            200: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "run": "api-1f2e3d4c5b6a7988",
                     *       "status": "SUCCEEDED",
                     *       "startedAt": "2026-11-22T03:00:00.000Z",
                     *       "stoppedAt": "2026-11-22T03:00:24.000Z",
                     *       "states": [
                     *         {
                     *           "name": "Plan",
                     *           "type": "Task",
                     *           "starts": true,
                     *           "ends": false,
                     *           "edges": [
                     *             {
                     *               "to": "AlreadyRunning?",
                     *               "by": "next"
                     *             },
                     *             {
                     *               "to": "Release",
                     *               "by": "catch"
                     *             }
                     *           ],
                     *           "phase": "plan",
                     *           "status": "succeeded",
                     *           "visits": {
                     *             "entered": 1,
                     *             "running": 0,
                     *             "succeeded": 1,
                     *             "caught": 0,
                     *             "failed": 0,
                     *             "aborted": 0
                     *           },
                     *           "attempts": 1,
                     *           "firstEnteredAt": "2026-11-22T03:00:00.000Z",
                     *           "lastExitedAt": "2026-11-22T03:00:00.000Z",
                     *           "errors": []
                     *         }
                     *       ],
                     *       "mapRuns": [
                     *         {
                     *           "arn": "arn:aws:states:ap-northeast-1:000000000000:mapRun:ashiato-local-DailyBatch/Distribute:6d0f",
                     *           "state": "Distribute",
                     *           "status": "SUCCEEDED",
                     *           "startedAt": "2026-11-22T03:00:00.000Z",
                     *           "stoppedAt": "2026-11-22T03:00:24.000Z",
                     *           "items": {
                     *             "total": 1,
                     *             "done": 1,
                     *             "running": 0,
                     *             "failed": 0,
                     *             "pending": 0
                     *           },
                     *           "children": {
                     *             "total": 1,
                     *             "done": 1,
                     *             "running": 0,
                     *             "failed": 0,
                     *             "pending": 0
                     *           },
                     *           "failedChildren": []
                     *         }
                     *       ],
                     *       "statements": [
                     *         {
                     *           "id": "0b4a7d0e-3c6f-4c56-8f0e-6a5d1f1c2b3a",
                     *           "name": "api-1f2e3d4c5b6a7988 unload 2026-11-21",
                     *           "status": "FINISHED",
                     *           "submittedAt": "2026-11-22T03:00:00.000Z",
                     *           "seconds": 0.8,
                     *           "parts": [
                     *             {
                     *               "sql": "CREATE TEMP TABLE staged_rows SORTKEY (…) AS SELECT … FROM lake.locations …",
                     *               "status": "FINISHED",
                     *               "seconds": 0.3,
                     *               "rows": 19800
                     *             },
                     *             {
                     *               "sql": "UNLOAD ('SELECT … FROM staged_rows …') …",
                     *               "status": "FINISHED",
                     *               "seconds": 0.5,
                     *               "rows": 19800
                     *             }
                     *           ]
                     *         }
                     *       ],
                     *       "history": {
                     *         "events": 214,
                     *         "whole": true
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RunSteps"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "sql must be true or false, got \"yes\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no run \"api-0000000000000000\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    startReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReconciliationRequest"];
            };
        };
        responses: {
            /** @description The comparison has started: poll `statusUrl` until its `status` is not `RUNNING` */
            202: {
                headers: {
                    /** @description URL of the comparison, the same as `statusUrl` */
                    location?: string;
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reconciliation": "api-5f0c2b1a-9d3e-4c7",
                     *       "status": "RUNNING",
                     *       "startedAt": "2026-11-22T03:00:00.000Z",
                     *       "statusUrl": "https://api.example.com/v1/reconciliations/api-5f0c2b1a-9d3e-4c7"
                     *     }
                     */
                    "application/json": components["schemas"]["StartedReconciliation"];
                };
            };
            /** @description The body is not a valid request, or its range has too many dates */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "from must not be after to, got 2026-11-22 and 2026-11-21"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getReconciliation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the comparison, or `latest` for the newest one
                 * @example latest
                 */
                reconciliation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The comparison; with Retry-After while it is in progress */
            200: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "reconciliation": "api-5f0c2b1a-9d3e-4c7",
                     *       "status": "SUCCEEDED",
                     *       "startedAt": "2026-11-22T03:00:00.000Z",
                     *       "stoppedAt": "2026-11-22T03:00:12.000Z",
                     *       "statusUrl": "https://api.example.com/v1/reconciliations/api-5f0c2b1a-9d3e-4c7",
                     *       "phase": "ended",
                     *       "from": "2026-11-21",
                     *       "to": "2026-11-21",
                     *       "compared": {
                     *         "dates": 1,
                     *         "objects": 1,
                     *         "partitions": 1,
                     *         "versions": 1
                     *       },
                     *       "repaired": [],
                     *       "findings": []
                     *     }
                     */
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no reconciliation \"api-0000000000000000\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listExports: {
        parameters: {
            query?: {
                /**
                 * @description First business date; defaults to 30 days before `to`
                 * @example 2026-11-15
                 */
                from?: string;
                /**
                 * @description Last business date; defaults to today
                 * @example 2026-11-21
                 */
                to?: string;
                /** @description Whether to list only the newest version of each date, or all versions */
                versions?: "newest" | "all";
                /** @description Maximum number of dates in the answer; defaults to the highest allowed: 366, or 92 with `versions=all` */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Exports, ordered by date */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-15",
                     *       "to": "2026-11-21",
                     *       "completeThrough": "2026-11-22T02:58:00.000Z",
                     *       "exports": [
                     *         {
                     *           "date": "2026-11-21",
                     *           "timeZone": "Asia/Tokyo",
                     *           "version": 1,
                     *           "run": "api-1f2e3d4c5b6a7988",
                     *           "rows": 3,
                     *           "conflicts": 0,
                     *           "bytes": 521,
                     *           "checksum": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "schemaVersion": 3,
                     *           "localTime": false,
                     *           "createdAt": "2026-11-22T03:00:00.000Z",
                     *           "completeThrough": "2026-11-22T02:58:00.000Z",
                     *           "current": true,
                     *           "files": [
                     *             {
                     *               "name": "locations_2026-11-21_v1.csv",
                     *               "rows": 3,
                     *               "bytes": 521,
                     *               "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *               "url": "https://downloads.example.com/exports/dt%3D2026-11-21/locations.csv?X-Amz-Expires=900&X-Amz-Signature=4b1c",
                     *               "expiresAt": "2026-11-22T03:15:00.000Z"
                     *             }
                     *           ],
                     *           "parquet": [
                     *             {
                     *               "name": "locations_2026-11-21_v1.parquet",
                     *               "rows": 3,
                     *               "bytes": 3127,
                     *               "url": "https://downloads.example.com/exports/dt%3D2026-11-21/locations.parquet?X-Amz-Expires=900&X-Amz-Signature=4b1c",
                     *               "expiresAt": "2026-11-22T03:15:00.000Z"
                     *             }
                     *           ],
                     *           "lateRows": 0,
                     *           "supplements": []
                     *         }
                     *       ],
                     *       "olderVersions": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ExportList"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "from must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key lacks the right, or its client may read its own rows alone, which come by a feed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "OwnRowsOnly",
                     *         "message": "This key reads its own rows alone, and an export holds the rows of all clients: its own come by a feed, GET /v1/feeds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Forbidden"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getExport: {
        parameters: {
            query?: {
                /** @description Version number; defaults to the newest */
                version?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Business date
                 * @example 2026-11-21
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The export, with newly signed links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "date": "2026-11-21",
                     *       "timeZone": "Asia/Tokyo",
                     *       "version": 1,
                     *       "run": "api-1f2e3d4c5b6a7988",
                     *       "rows": 3,
                     *       "conflicts": 0,
                     *       "bytes": 521,
                     *       "checksum": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *       "schemaVersion": 3,
                     *       "localTime": false,
                     *       "createdAt": "2026-11-22T03:00:00.000Z",
                     *       "completeThrough": "2026-11-22T02:58:00.000Z",
                     *       "current": true,
                     *       "files": [
                     *         {
                     *           "name": "locations_2026-11-21_v1.csv",
                     *           "rows": 3,
                     *           "bytes": 521,
                     *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "url": "https://downloads.example.com/exports/dt%3D2026-11-21/locations.csv?X-Amz-Expires=900&X-Amz-Signature=4b1c",
                     *           "expiresAt": "2026-11-22T03:15:00.000Z"
                     *         }
                     *       ],
                     *       "parquet": [
                     *         {
                     *           "name": "locations_2026-11-21_v1.parquet",
                     *           "rows": 3,
                     *           "bytes": 3127,
                     *           "url": "https://downloads.example.com/exports/dt%3D2026-11-21/locations.parquet?X-Amz-Expires=900&X-Amz-Signature=4b1c",
                     *           "expiresAt": "2026-11-22T03:15:00.000Z"
                     *         }
                     *       ],
                     *       "lateRows": 0,
                     *       "supplements": []
                     *     }
                     */
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "date must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key lacks the right, or its client may read its own rows alone, which come by a feed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "OwnRowsOnly",
                     *         "message": "This key reads its own rows alone, and an export holds the rows of all clients: its own come by a feed, GET /v1/feeds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Forbidden"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no export of 2001-01-01"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    downloadCsv: {
        parameters: {
            query?: {
                /** @description Version number; defaults to the newest */
                version?: number;
                /** @description Number of the file, counting from 1, if the export has several */
                file?: number;
                /** @description Number of a supplement, counting from 1, to download instead of the export itself */
                supplement?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Business date
                 * @example 2026-11-21
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The CSV, which S3 returns at the link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example device_id,recorded_at,latitude,longitude,accuracy_m,altitude_m,altitude_accuracy_m,speed_mps,heading_deg,battery,charging,report_id,received_at,quality,source
                     *     phone-1,2026-11-21T03:00:00.000000Z,35.6812360,139.7671250,8.500,41.200,3.000,1.200,90.000,0.720,false,5f3b8a52-8d0e-4c6b-9a51-2f6d0c3e7b14,2026-11-22T03:00:00.000000Z,ok,
                     */
                    "text/csv": string;
                };
            };
            /** @description Redirects to the signed link */
            302: {
                headers: {
                    /** @description The signed link */
                    location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "date must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key lacks the right, or its client may read its own rows alone, which come by a feed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "OwnRowsOnly",
                     *         "message": "This key reads its own rows alone, and an export holds the rows of all clients: its own come by a feed, GET /v1/feeds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Forbidden"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no export of 2001-01-01"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The export has several files: choose one with `file` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "SeveralFiles",
                     *         "message": "The export of 2026-11-21 has 2 files: choose one with ?file=1 to ?file=2"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getExportChanges: {
        parameters: {
            query?: {
                /**
                 * @description The version that you have; if absent, the answer is the current export
                 * @example 1
                 */
                since?: number;
                /** @description The number of the last supplement of that version that you have */
                supplement?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Business date
                 * @example 2026-11-21
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes since the version, with newly signed links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "date": "2026-11-21",
                     *       "since": 1,
                     *       "version": 2,
                     *       "supplements": [],
                     *       "export": {
                     *         "date": "2026-11-21",
                     *         "timeZone": "Asia/Tokyo",
                     *         "version": 2,
                     *         "run": "api-1f2e3d4c5b6a7988",
                     *         "rows": 3,
                     *         "conflicts": 0,
                     *         "bytes": 521,
                     *         "checksum": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *         "schemaVersion": 3,
                     *         "localTime": false,
                     *         "createdAt": "2026-11-22T03:00:00.000Z",
                     *         "completeThrough": "2026-11-22T02:58:00.000Z",
                     *         "current": true,
                     *         "files": [
                     *           {
                     *             "name": "locations_2026-11-21_v2.csv",
                     *             "rows": 3,
                     *             "bytes": 521,
                     *             "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *             "url": "https://downloads.example.com/exports/dt%3D2026-11-21/locations.csv?X-Amz-Expires=900&X-Amz-Signature=4b1c",
                     *             "expiresAt": "2026-11-22T03:15:00.000Z"
                     *           }
                     *         ],
                     *         "parquet": [
                     *           {
                     *             "name": "locations_2026-11-21_v2.parquet",
                     *             "rows": 3,
                     *             "bytes": 3127,
                     *             "url": "https://downloads.example.com/exports/dt%3D2026-11-21/locations.parquet?X-Amz-Expires=900&X-Amz-Signature=4b1c",
                     *             "expiresAt": "2026-11-22T03:15:00.000Z"
                     *           }
                     *         ],
                     *         "lateRows": 0,
                     *         "supplements": []
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExportChanges"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "since must be a whole number of at least 1, got \"first\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key lacks the right, or its client may read its own rows alone, which come by a feed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "OwnRowsOnly",
                     *         "message": "This key reads its own rows alone, and an export holds the rows of all clients: its own come by a feed, GET /v1/feeds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Forbidden"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no version 7 of 2001-01-01"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getPicture: {
        parameters: {
            query?: {
                /** @description Version number; defaults to the newest */
                version?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Business date
                 * @example 2026-11-21
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "format": 1,
                     *       "date": "2026-11-21",
                     *       "timeZone": "Asia/Tokyo",
                     *       "version": 1,
                     *       "run": "api-1f2e3d4c5b6a7988",
                     *       "drawnAt": "2026-11-22T03:00:30.000Z",
                     *       "rows": 3,
                     *       "lateRows": 0,
                     *       "conflicts": 0,
                     *       "ledger": {
                     *         "rowsRead": 3,
                     *         "rowsWritten": 3,
                     *         "rowsRejected": 0
                     *       },
                     *       "devices": 2,
                     *       "bounds": {
                     *         "gapSeconds": [
                     *           5,
                     *           15,
                     *           60,
                     *           300,
                     *           900,
                     *           3600
                     *         ],
                     *         "speedMetresPerSecond": [
                     *           0.5,
                     *           2,
                     *           5,
                     *           14,
                     *           28,
                     *           56
                     *         ],
                     *         "accuracyMetres": [
                     *           5,
                     *           10,
                     *           25,
                     *           50,
                     *           100,
                     *           500
                     *         ]
                     *       },
                     *       "hours": [
                     *         {
                     *           "hour": 12,
                     *           "rows": 3,
                     *           "devices": 2,
                     *           "quality": {
                     *             "ok": 3,
                     *             "zero": 0,
                     *             "speed": 0,
                     *             "jump": 0
                     *           },
                     *           "gaps": [
                     *             0,
                     *             0,
                     *             0,
                     *             1,
                     *             0,
                     *             0,
                     *             0
                     *           ],
                     *           "speeds": [
                     *             0,
                     *             3,
                     *             0,
                     *             0,
                     *             0,
                     *             0,
                     *             0
                     *           ],
                     *           "accuracies": [
                     *             0,
                     *             3,
                     *             0,
                     *             0,
                     *             0,
                     *             0,
                     *             0
                     *           ]
                     *         }
                     *       ],
                     *       "busiest": [
                     *         {
                     *           "source": "",
                     *           "device": "phone-1",
                     *           "rows": 2,
                     *           "first": "2026-11-21T03:00:00Z",
                     *           "last": "2026-11-21T03:00:00Z"
                     *         },
                     *         {
                     *           "source": "",
                     *           "device": "phone-2",
                     *           "rows": 1,
                     *           "first": "2026-11-21T03:00:00Z",
                     *           "last": "2026-11-21T03:00:00Z"
                     *         }
                     *       ],
                     *       "grids": [
                     *         {
                     *           "cellsPerDegree": 10,
                     *           "cells": [
                     *             [
                     *               1397,
                     *               356,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               3,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0
                     *             ]
                     *           ],
                     *           "otherCells": 0,
                     *           "otherRows": 0
                     *         },
                     *         {
                     *           "cellsPerDegree": 100,
                     *           "cells": [
                     *             [
                     *               13976,
                     *               3568,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               3,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0
                     *             ]
                     *           ],
                     *           "otherCells": 0,
                     *           "otherRows": 0
                     *         },
                     *         {
                     *           "cellsPerDegree": 500,
                     *           "cells": [
                     *             [
                     *               69883,
                     *               17840,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               3,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0,
                     *               0
                     *             ]
                     *           ],
                     *           "otherCells": 0,
                     *           "otherRows": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Picture"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "date must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key lacks the right, or its client may read its own rows alone, which come by a feed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "OwnRowsOnly",
                     *         "message": "This key reads its own rows alone, and an export holds the rows of all clients: its own come by a feed, GET /v1/feeds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Forbidden"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no export of 2001-01-01"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listPositions: {
        parameters: {
            query?: {
                /** @description Only these devices: up to 100 ids with commas between them */
                device?: string;
                /**
                 * @description Only positions in an area: `west,south,east,north` in degrees. An area whose west is greater than its east crosses the antimeridian
                 * @example 139,35,140,36
                 */
                box?: string;
                /**
                 * @description Only fixes of this time and later, RFC 3339 with a time zone
                 * @example 2026-11-21T03:00:00.000Z
                 */
                since?: string;
                /** @description Maximum number of positions in the answer; defaults to 1,000 */
                limit?: number;
                /** @description The place of a page in the list; part of `next` */
                after?: string;
            };
            header?: {
                /** @description The `etag` of an earlier answer: 304 if nothing has changed since */
                "if-none-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Positions, ordered by device id */
            200: {
                headers: {
                    /** @description Changes when the stored positions do */
                    etag?: string;
                    /** @description Seconds since drained reports were last merged; absent before the first time */
                    age?: number;
                    /** @description After `max-age` a refresh is on its way, and the next answer has it */
                    "cache-control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "FeatureCollection",
                     *       "mergedAt": "2026-11-22T03:00:00.000Z",
                     *       "features": [
                     *         {
                     *           "type": "Feature",
                     *           "geometry": {
                     *             "type": "Point",
                     *             "coordinates": [
                     *               139.767125,
                     *               35.681236
                     *             ]
                     *           },
                     *           "properties": {
                     *             "deviceId": "phone-1",
                     *             "timestamp": "2026-11-21T03:00:00.000000Z",
                     *             "accuracy": 8.5,
                     *             "altitude": 41.2,
                     *             "altitudeAccuracy": 3,
                     *             "speed": 1.2,
                     *             "heading": 90,
                     *             "battery": 0.72,
                     *             "charging": false,
                     *             "reportId": "5f3b8a52-8d0e-4c6b-9a51-2f6d0c3e7b14",
                     *             "receivedAt": "2026-11-21T03:00:02.000000Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/geo+json": components["schemas"]["PositionList"];
                };
            };
            /** @description Nothing has changed since the answer with that `etag` */
            304: {
                headers: {
                    /** @description Changes when the stored positions do */
                    etag?: string;
                    /** @description Seconds since drained reports were last merged; absent before the first time */
                    age?: number;
                    /** @description After `max-age` a refresh is on its way, and the next answer has it */
                    "cache-control"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "box must be west,south,east,north in degrees, south not above north, got \"Tokyo\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getTrack: {
        parameters: {
            query?: {
                /**
                 * @description Only fixes of this time and later, RFC 3339 with a time zone
                 * @example 2026-11-21T23:00:00.000000Z
                 */
                since?: string;
                /** @description Maximum number of positions in the answer; defaults to 1,000 */
                limit?: number;
                /** @description The place of a page in the track; part of `next` */
                after?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Device id
                 * @example phone-1
                 */
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Fixes, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "FeatureCollection",
                     *       "since": "2026-11-21T23:00:00.000000Z",
                     *       "features": [
                     *         {
                     *           "type": "Feature",
                     *           "geometry": {
                     *             "type": "Point",
                     *             "coordinates": [
                     *               139.767125,
                     *               35.681236
                     *             ]
                     *           },
                     *           "properties": {
                     *             "deviceId": "phone-1",
                     *             "timestamp": "2026-11-22T01:00:00.000000Z",
                     *             "accuracy": 8.5,
                     *             "altitude": 41.2,
                     *             "altitudeAccuracy": 3,
                     *             "speed": 1.2,
                     *             "heading": 90,
                     *             "battery": 0.72,
                     *             "charging": false,
                     *             "reportId": "5f3b8a52-8d0e-4c6b-9a51-2f6d0c3e7b14",
                     *             "receivedAt": "2026-11-22T01:00:02.000000Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/geo+json": components["schemas"]["Track"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "since must be an RFC 3339 time with a zone, such as 2026-11-21T09:30:00+09:00, got \"noon\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no position of \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    startLiveExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["LiveExportRequest"];
            };
        };
        responses: {
            /** @description The export has begun: poll `statusUrl` until its `status` is not `RUNNING` */
            202: {
                headers: {
                    /** @description URL of the live export, the same as `statusUrl` */
                    location?: string;
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "liveExport": "live-5f0c2b1a9d3e4c7a-29916000",
                     *       "startedAt": "2026-11-22T03:00:00.000Z",
                     *       "statusUrl": "https://api.example.com/v1/live/exports/live-5f0c2b1a9d3e4c7a-29916000",
                     *       "date": "2026-11-21",
                     *       "devices": [
                     *         "phone-1"
                     *       ],
                     *       "status": "RUNNING"
                     *     }
                     */
                    "application/json": components["schemas"]["LiveExport"];
                };
            };
            /** @description The body is not valid, or the date is neither today nor yesterday */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: date must be today, yesterday or a date yyyy-MM-dd, got \"tomorrow\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getLiveExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the live export
                 * @example live-5f0c2b1a9d3e4c7a-29916000
                 */
                liveExport: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The live export; with Retry-After while it is in progress */
            200: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "liveExport": "live-5f0c2b1a9d3e4c7a-29916000",
                     *       "startedAt": "2026-11-22T03:00:00.000Z",
                     *       "statusUrl": "https://api.example.com/v1/live/exports/live-5f0c2b1a9d3e4c7a-29916000",
                     *       "date": "2026-11-21",
                     *       "devices": [
                     *         "phone-1"
                     *       ],
                     *       "status": "SUCCEEDED",
                     *       "stoppedAt": "2026-11-22T03:00:04.000Z",
                     *       "rows": 1,
                     *       "bytes": 304,
                     *       "complete": true,
                     *       "storedThrough": "2026-11-22T03:00:00.000Z",
                     *       "files": [
                     *         {
                     *           "name": "locations_2026-11-21_live.csv",
                     *           "rows": 1,
                     *           "bytes": 304,
                     *           "url": "https://api.example.com/v1/live/exports/live-5f0c2b1a9d3e4c7a-29916000/csv?file=1"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LiveExport"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no live export \"live-0000000000000000-0\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    downloadLiveExport: {
        parameters: {
            query?: {
                /**
                 * @description Number of the file, from 1; needed if there are several
                 * @example 1
                 */
                file?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the live export
                 * @example live-5f0c2b1a9d3e4c7a-29916000
                 */
                liveExport: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The CSV, which S3 returns at the link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The file is at the signed link in Location */
            302: {
                headers: {
                    /** @description Signed link, valid for some minutes */
                    location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "file must be a whole number of at least 1, got \"first\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no live export \"live-0000000000000000-0\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The export is not there yet, or has several files and the request chooses none */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "SeveralFiles",
                     *         "message": "The live export \"live-5f0c2b1a9d3e4c7a-29916000\" has 2 files: choose one with ?file=1 to ?file=2"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    createTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket */
            201: {
                headers: {
                    /** @description `no-store`: the ticket is a secret */
                    "cache-control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": "tkt_1qSYQ0Z0C1bYVb6cUe2c8eY9oQ0f3m7A",
                     *       "expiresAt": "2026-11-22T03:01:00.000Z",
                     *       "url": "wss://example.execute-api.ap-northeast-1.amazonaws.com/$default?ticket=tkt_1qSYQ0Z0C1bYVb6cUe2c8eY9oQ0f3m7A"
                     *     }
                     */
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    createSignInTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket and its link */
            201: {
                headers: {
                    /** @description `no-store`: the answer holds a secret */
                    "cache-control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": "sgn_1qSYQ0Z0C1bYVb6cUe2c8eY9oQ0f3m7A",
                     *       "expiresAt": "2026-11-22T03:15:00.000Z",
                     *       "link": "https://api.example.com/console#ticket=sgn_1qSYQ0Z0C1bYVb6cUe2c8eY9oQ0f3m7A"
                     *     }
                     */
                    "application/json": components["schemas"]["SignInTicket"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description A session asked, which the message says; or the token or key is not known, which API Gateway answers by itself */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "KeyRequired",
                     *         "message": "A session gets no ticket to sign in with: ask with a key or with the stage's download token"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Forbidden"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description The session */
            201: {
                headers: {
                    /** @description `no-store`: the answer holds a secret */
                    "cache-control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "ses_V3b0Yx2cQ9sKfLrT7uWm4aZpN8eHdJ6g",
                     *       "expiresAt": "2026-11-22T15:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The body is not valid. The message does not quote it, because it may hold a ticket */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body must be JSON of the form {\"ticket\": \"sgn_…\"}"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The ticket was used before, has expired, or is none for signing in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "TicketRefused",
                     *         "message": "This ticket does not sign in: it was used before, is older than 15 minutes, or is no ticket of POST /v1/sign-in-tickets. Ask for another"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "endedAt": "2026-11-22T03:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EndedSession"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "The request came with a key or token of the stage, which is no session"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    sendOverland: {
        parameters: {
            query?: {
                /** @description The device, for an app that sends no device, or one that is not a valid device id */
                deviceId?: string;
                /** @description The token, for apps that cannot send it in a header */
                access_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverlandRequest"];
            };
        };
        responses: {
            /** @description Every report is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "ok",
                     *       "accepted": 1,
                     *       "rejected": [],
                     *       "keptAsRejected": 0,
                     *       "events": 0,
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description The request is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The request has neither a body nor a report in its URL"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing, or does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "QueueUnavailable",
                     *         "message": "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendOwnTracks: {
        parameters: {
            query?: {
                /** @description The device, for an app that sends no device, or one that is not a valid device id */
                deviceId?: string;
                /** @description The token, for apps that cannot send it in a header */
                access_token?: string;
            };
            header?: {
                /** @description The user, if the message has no topic */
                "X-Limit-U"?: string;
                /** @description The user's device, if the message has no topic */
                "X-Limit-D"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OwnTracksMessage"];
            };
        };
        responses: {
            /** @description Every report in the message is kept; it may have none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example [] */
                    "application/json": components["schemas"]["NoMessages"];
                };
            };
            /** @description The token or key is missing, or does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "QueueUnavailable",
                     *         "message": "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendTraccarInUrl: {
        parameters: {
            query?: {
                /**
                 * @description The device
                 * @example osmand-1
                 */
                id?: string;
                /**
                 * @description Degrees north
                 * @example 35.689487
                 */
                lat?: number;
                /**
                 * @description Degrees east
                 * @example 139.7006
                 */
                lon?: number;
                /**
                 * @description Seconds or milliseconds since 1970, or ISO 8601; UTC if it names no zone
                 * @example 2026-11-21T03:00:00.000Z
                 */
                timestamp?: string;
                /**
                 * @description Speed, in the unit that `speedUnit` names
                 * @example 2.5
                 */
                speed?: number;
                /**
                 * @description Unit of `speed`; knots if absent
                 * @example kn
                 */
                speedUnit?: "kn" | "kmh" | "mps";
                /**
                 * @description Degrees clockwise from north
                 * @example 90
                 */
                bearing?: number;
                /**
                 * @description Metres
                 * @example 41
                 */
                altitude?: number;
                /**
                 * @description Metres
                 * @example 5
                 */
                accuracy?: number;
                /**
                 * @description Charge of the battery in percent
                 * @example 80
                 */
                batt?: number;
                /**
                 * @description Whether the battery is being charged
                 * @example false
                 */
                charge?: boolean;
                /** @description The device, for an app that sends no device, or one that is not a valid device id */
                deviceId?: string;
                /** @description The token, for apps that cannot send it in a header */
                access_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every report is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "ok",
                     *       "accepted": 1,
                     *       "rejected": [],
                     *       "keptAsRejected": 0,
                     *       "events": 0,
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description The request is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The request has neither a body nor a report in its URL"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing, or does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "QueueUnavailable",
                     *         "message": "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendTraccar: {
        parameters: {
            query?: {
                /** @description The device, for an app that sends no device, or one that is not a valid device id */
                deviceId?: string;
                /** @description The token, for apps that cannot send it in a header */
                access_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TraccarRequest"];
            };
        };
        responses: {
            /** @description Every report is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "ok",
                     *       "accepted": 1,
                     *       "rejected": [],
                     *       "keptAsRejected": 0,
                     *       "events": 0,
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description The request is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The request has neither a body nor a report in its URL"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing, or does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "QueueUnavailable",
                     *         "message": "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendOsmAndInUrl: {
        parameters: {
            query?: {
                /**
                 * @description The device
                 * @example osmand-1
                 */
                id?: string;
                /**
                 * @description Degrees north
                 * @example 35.689487
                 */
                lat?: number;
                /**
                 * @description Degrees east
                 * @example 139.7006
                 */
                lon?: number;
                /**
                 * @description Seconds or milliseconds since 1970, or ISO 8601; UTC if it names no zone
                 * @example 2026-11-21T03:00:00.000Z
                 */
                timestamp?: string;
                /**
                 * @description Speed, in the unit that `speedUnit` names
                 * @example 2.5
                 */
                speed?: number;
                /**
                 * @description Unit of `speed`; knots if absent
                 * @example kn
                 */
                speedUnit?: "kn" | "kmh" | "mps";
                /**
                 * @description Degrees clockwise from north
                 * @example 90
                 */
                bearing?: number;
                /**
                 * @description Metres
                 * @example 41
                 */
                altitude?: number;
                /**
                 * @description Metres
                 * @example 5
                 */
                accuracy?: number;
                /**
                 * @description Charge of the battery in percent
                 * @example 80
                 */
                batt?: number;
                /**
                 * @description Whether the battery is being charged
                 * @example false
                 */
                charge?: boolean;
                /** @description The device, for an app that sends no device, or one that is not a valid device id */
                deviceId?: string;
                /** @description The token, for apps that cannot send it in a header */
                access_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every report is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "ok",
                     *       "accepted": 1,
                     *       "rejected": [],
                     *       "keptAsRejected": 0,
                     *       "events": 0,
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description The request is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The request has neither a body nor a report in its URL"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing, or does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "QueueUnavailable",
                     *         "message": "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendOsmAnd: {
        parameters: {
            query?: {
                /** @description The device, for an app that sends no device, or one that is not a valid device id */
                deviceId?: string;
                /** @description The token, for apps that cannot send it in a header */
                access_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": components["schemas"]["OsmAndFields"];
            };
        };
        responses: {
            /** @description Every report is kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "ok",
                     *       "accepted": 1,
                     *       "rejected": [],
                     *       "keptAsRejected": 0,
                     *       "events": 0,
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description The request is empty */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The request has neither a body nor a report in its URL"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing, or does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Some reports may not have been kept, or on a phone route a client's limit is used up: send all of them again after Retry-After */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "QueueUnavailable",
                     *         "message": "The queue kept 0 of 1 messages: connect ECONNREFUSED. Send the whole request again: equal reports count once"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The clients, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "clients": [
                     *         {
                     *           "id": "acme",
                     *           "name": "Acme Logistics",
                     *           "mail": "data@acme.example",
                     *           "rights": [
                     *             "ingest",
                     *             "exports:read"
                     *           ],
                     *           "exportDays": 7,
                     *           "limits": {
                     *             "requestsPerMinute": 60,
                     *             "rowsPerMonth": 1000000
                     *           },
                     *           "status": "active",
                     *           "keys": [
                     *             {
                     *               "id": "4f9a1c07b2de",
                     *               "createdAt": "2026-11-21T03:00:00.000Z"
                     *             }
                     *           ],
                     *           "createdAt": "2026-11-21T03:00:00.000Z",
                     *           "changedAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ClientList"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    addClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewClient"];
            };
        };
        responses: {
            /** @description The client, with its key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Logistics",
                     *       "mail": "data@acme.example",
                     *       "rights": [
                     *         "ingest",
                     *         "exports:read"
                     *       ],
                     *       "exportDays": 7,
                     *       "limits": {
                     *         "requestsPerMinute": 60,
                     *         "rowsPerMonth": 1000000
                     *       },
                     *       "status": "active",
                     *       "keys": [
                     *         {
                     *           "id": "4f9a1c07b2de",
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z",
                     *       "key": "ash_acme_0000000000000000000000000000000004fTaPl"
                     *     }
                     */
                    "application/json": components["schemas"]["ClientWithKey"];
                };
            };
            /** @description The body is not what the route takes: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: rights.0 must be \"ingest\" or \"uploads\" or \"exports:read\" or \"runs:start\" or \"live:read\" or \"clients:admin\", got \"everything\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description There is a client of this id */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "There is a client \"acme\" already"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Logistics",
                     *       "mail": "data@acme.example",
                     *       "rights": [
                     *         "ingest",
                     *         "exports:read"
                     *       ],
                     *       "exportDays": 7,
                     *       "limits": {
                     *         "requestsPerMinute": 60,
                     *         "rowsPerMonth": 1000000
                     *       },
                     *       "status": "active",
                     *       "keys": [
                     *         {
                     *           "id": "4f9a1c07b2de",
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    changeClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientChange"];
            };
        };
        responses: {
            /** @description The client as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Logistics",
                     *       "mail": "data@acme.example",
                     *       "rights": [
                     *         "ingest",
                     *         "exports:read"
                     *       ],
                     *       "exportDays": 3,
                     *       "limits": {
                     *         "requestsPerMinute": 60,
                     *         "rowsPerMonth": 1000000
                     *       },
                     *       "status": "active",
                     *       "keys": [
                     *         {
                     *           "id": "4f9a1c07b2de",
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description The body is not what the route takes: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: exportDays must be at least 0, got -1"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another request changed the client at the same moment; or one of its feeds has rows that it may not read any more */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The client \"acme\" was changed at the same moment: read it and try again"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    addClientKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["KeyRequest"];
            };
        };
        responses: {
            /** @description The client, with its new key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Logistics",
                     *       "mail": "data@acme.example",
                     *       "rights": [
                     *         "ingest",
                     *         "exports:read"
                     *       ],
                     *       "exportDays": 7,
                     *       "limits": {
                     *         "requestsPerMinute": 60,
                     *         "rowsPerMonth": 1000000
                     *       },
                     *       "status": "active",
                     *       "keys": [
                     *         {
                     *           "id": "4f9a1c07b2de",
                     *           "createdAt": "2026-11-21T03:00:00.000Z",
                     *           "expiresAt": "2026-11-21T04:00:00.000Z"
                     *         },
                     *         {
                     *           "id": "b07a3c9d5e21",
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z",
                     *       "key": "ash_acme_0000000000000000000000000000000004fTaPl"
                     *     }
                     */
                    "application/json": components["schemas"]["ClientWithKey"];
                };
            };
            /** @description The body is not what the route takes: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: othersExpireInSeconds must be at least 0, got -1"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client is revoked or has too many keys, or was changed at the same moment */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The client \"acme\" has 100 keys that have not ended: end one of them, or all by \"othersExpireInSeconds\": 0"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    endClientKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
                /**
                 * @description Id of the key
                 * @example 4f9a1c07b2de
                 */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client without the key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "acme",
                     *       "name": "Acme Logistics",
                     *       "mail": "data@acme.example",
                     *       "rights": [
                     *         "ingest",
                     *         "exports:read"
                     *       ],
                     *       "exportDays": 7,
                     *       "limits": {
                     *         "requestsPerMinute": 60,
                     *         "rowsPerMonth": 1000000
                     *       },
                     *       "status": "active",
                     *       "keys": [
                     *         {
                     *           "id": "4f9a1c07b2de",
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ],
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "The client \"acme\" has no key \"000000000000\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another request changed the client at the same moment */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The client \"acme\" was changed at the same moment: read it and try again"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getClientUsage: {
        parameters: {
            query?: {
                /** @description First day; the first of the month of `to` if absent */
                from?: string;
                /** @description Last day; today if absent */
                to?: string;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example stage
                 */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The use of each day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client": "stage",
                     *       "from": "2026-11-01",
                     *       "to": "2026-11-21",
                     *       "total": {
                     *         "reports": 3,
                     *         "uploads": 1,
                     *         "downloads": 1,
                     *         "rows": 3,
                     *         "bytes": 521
                     *       },
                     *       "days": [
                     *         {
                     *           "date": "2026-11-21",
                     *           "reports": 3,
                     *           "uploads": 1,
                     *           "downloads": 1,
                     *           "rows": 3,
                     *           "bytes": 521
                     *         }
                     *       ],
                     *       "limits": []
                     *     }
                     */
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "from must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getCaller: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The client, or the stage itself */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client": "stage",
                     *       "rights": [
                     *         "exports:read",
                     *         "runs:start",
                     *         "live:read",
                     *         "clients:admin"
                     *       ],
                     *       "stage": "production",
                     *       "timeZone": "Asia/Tokyo"
                     *     }
                     */
                    "application/json": components["schemas"]["Caller"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getOwnUsage: {
        parameters: {
            query?: {
                /** @description First day; the first of the month of `to` if absent */
                from?: string;
                /** @description Last day; today if absent */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The use of each day */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "client": "stage",
                     *       "from": "2026-11-01",
                     *       "to": "2026-11-21",
                     *       "total": {
                     *         "reports": 3,
                     *         "uploads": 1,
                     *         "downloads": 1,
                     *         "rows": 3,
                     *         "bytes": 521
                     *       },
                     *       "days": [
                     *         {
                     *           "date": "2026-11-21",
                     *           "reports": 3,
                     *           "uploads": 1,
                     *           "downloads": 1,
                     *           "rows": 3,
                     *           "bytes": 521
                     *         }
                     *       ],
                     *       "limits": []
                     *     }
                     */
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "from must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getAuditTrail: {
        parameters: {
            query?: {
                /** @description Number of entries */
                limit?: number;
                /** @description Entries about this client alone */
                client?: string;
                /** @description Entries from before this time, RFC 3339 in UTC; also the place of a page in `next` */
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Entries, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "at": "2026-11-21T03:00:00.000Z",
                     *           "by": "stage",
                     *           "action": "key added",
                     *           "client": "acme",
                     *           "details": {
                     *             "key": "b07a3c9d5e21",
                     *             "othersEnd": "2026-11-21T04:00:00.000Z"
                     *           },
                     *           "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AuditTrail"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "limit must be at most 1000, got 1001"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listWithdrawals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The withdrawals, the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "withdrawals": [
                     *         {
                     *           "id": "2026-11-21-7c1e09ab",
                     *           "client": "acme",
                     *           "date": "2026-11-21",
                     *           "device": "van-7",
                     *           "requestedAt": "2026-11-21T03:00:00.000Z",
                     *           "by": "stage",
                     *           "state": "asked",
                     *           "rows": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WithdrawalList"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    withdrawRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawalRequest"];
            };
        };
        responses: {
            /** @description The withdrawal, which a run settles */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "2026-11-21-7c1e09ab",
                     *       "client": "acme",
                     *       "date": "2026-11-21",
                     *       "device": "van-7",
                     *       "requestedAt": "2026-11-21T03:00:00.000Z",
                     *       "by": "stage",
                     *       "state": "asked",
                     *       "rows": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            /** @description The body is not what the route takes: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: date must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The table has no rows of the date, or the same withdrawal waits for the next run */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The table has no rows of 2000-02-01: a run stores those that came since the last one"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    returnRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
                /**
                 * @description Id of the withdrawal
                 * @example 2026-11-21-7c1e09ab
                 */
                withdrawal: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The withdrawal, which a run settles */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "2026-11-21-7c1e09ab",
                     *       "client": "acme",
                     *       "date": "2026-11-21",
                     *       "device": "van-7",
                     *       "requestedAt": "2026-11-21T03:00:00.000Z",
                     *       "by": "stage",
                     *       "state": "returning",
                     *       "rows": 0
                     *     }
                     */
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "The client \"acme\" has no withdrawal \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The rows are not kept any more, or a later withdrawal would take them out again */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "Rows of the withdrawal \"2026-11-21-7c1e09ab\" are not kept any more: s3://lake/withdrawn/dt=2026-11-21/acme/2026-11-21-7c1e09ab/4f9a1c07b2de.csv.gz is not there"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listClientFeeds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feeds, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "feeds": [
                     *         {
                     *           "columns": [
                     *             "device_id",
                     *             "recorded_at",
                     *             "latitude",
                     *             "longitude"
                     *           ],
                     *           "filter": {
                     *             "sources": [
                     *               "acme"
                     *             ],
                     *             "area": {
                     *               "type": "Box",
                     *               "bbox": [
                     *                 139.5,
                     *                 35.5,
                     *                 140,
                     *                 36
                     *               ]
                     *             }
                     *           },
                     *           "compression": "gzip",
                     *           "prefix": "tokyo/",
                     *           "id": "tokyo",
                     *           "format": "CSV",
                     *           "name": "locations_{date}_v{version}_{part}",
                     *           "versions": "each",
                     *           "createdAt": "2026-11-21T03:00:00.000Z",
                     *           "changedAt": "2026-11-21T03:00:00.000Z",
                     *           "deliveries": [
                     *             {
                     *               "date": "2026-11-21",
                     *               "version": 1
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FeedList"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getClientFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
                /**
                 * @description Id of the feed
                 * @example tokyo
                 */
                feed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "columns": [
                     *         "device_id",
                     *         "recorded_at",
                     *         "latitude",
                     *         "longitude"
                     *       ],
                     *       "filter": {
                     *         "sources": [
                     *           "acme"
                     *         ],
                     *         "area": {
                     *           "type": "Box",
                     *           "bbox": [
                     *             139.5,
                     *             35.5,
                     *             140,
                     *             36
                     *           ]
                     *         }
                     *       },
                     *       "compression": "gzip",
                     *       "prefix": "tokyo/",
                     *       "id": "tokyo",
                     *       "format": "CSV",
                     *       "name": "locations_{date}_v{version}_{part}",
                     *       "versions": "each",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z",
                     *       "deliveries": [
                     *         {
                     *           "date": "2026-11-21",
                     *           "version": 1
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ShownFeed"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "The client \"acme\" has no feed \"mars\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    setClientFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
                /**
                 * @description Id of the feed
                 * @example tokyo
                 */
                feed: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedRequest"];
            };
        };
        responses: {
            /** @description The feed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "columns": [
                     *         "device_id",
                     *         "recorded_at",
                     *         "latitude",
                     *         "longitude"
                     *       ],
                     *       "filter": {
                     *         "sources": [
                     *           "acme"
                     *         ],
                     *         "area": {
                     *           "type": "Box",
                     *           "bbox": [
                     *             139.5,
                     *             35.5,
                     *             140,
                     *             36
                     *           ]
                     *         }
                     *       },
                     *       "compression": "gzip",
                     *       "prefix": "tokyo/",
                     *       "id": "tokyo",
                     *       "format": "CSV",
                     *       "name": "locations_{date}_v{version}_{part}",
                     *       "versions": "each",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Feed"];
                };
            };
            /** @description The body is not what the route takes: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: prefix must be folders, each with a slash at its end and no dot at its beginning, got \"/tokyo\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no client \"nobody\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another feed has this prefix, the client has as many feeds as it may, or was changed at the same moment */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The feed \"tokyo\" of the client \"acme\" has the prefix \"tokyo/\" there already: a feed has one of its own"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    removeClientFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the client
                 * @example acme
                 */
                client: string;
                /**
                 * @description Id of the feed
                 * @example tokyo
                 */
                feed: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed that is no more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "columns": [
                     *         "device_id",
                     *         "recorded_at",
                     *         "latitude",
                     *         "longitude"
                     *       ],
                     *       "filter": {
                     *         "sources": [
                     *           "acme"
                     *         ],
                     *         "area": {
                     *           "type": "Box",
                     *           "bbox": [
                     *             139.5,
                     *             35.5,
                     *             140,
                     *             36
                     *           ]
                     *         }
                     *       },
                     *       "compression": "gzip",
                     *       "prefix": "tokyo/",
                     *       "id": "tokyo",
                     *       "format": "CSV",
                     *       "name": "locations_{date}_v{version}_{part}",
                     *       "versions": "each",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "changedAt": "2026-11-21T03:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Feed"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "The client \"acme\" has no feed \"mars\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Another request changed the client at the same moment */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The client \"acme\" was changed at the same moment: read it and try again"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listFeeds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feeds, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "feeds": [
                     *         {
                     *           "columns": [
                     *             "device_id",
                     *             "recorded_at",
                     *             "latitude",
                     *             "longitude"
                     *           ],
                     *           "filter": {
                     *             "sources": [
                     *               "acme"
                     *             ],
                     *             "area": {
                     *               "type": "Box",
                     *               "bbox": [
                     *                 139.5,
                     *                 35.5,
                     *                 140,
                     *                 36
                     *               ]
                     *             }
                     *           },
                     *           "compression": "gzip",
                     *           "prefix": "tokyo/",
                     *           "id": "tokyo",
                     *           "format": "CSV",
                     *           "name": "locations_{date}_v{version}_{part}",
                     *           "versions": "each",
                     *           "createdAt": "2026-11-21T03:00:00.000Z",
                     *           "changedAt": "2026-11-21T03:00:00.000Z",
                     *           "deliveries": [
                     *             {
                     *               "date": "2026-11-21",
                     *               "version": 1
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FeedList"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getDelivery: {
        parameters: {
            query?: {
                /** @description Version of the date's export; defaults to the newest that was delivered */
                version?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the feed
                 * @example tokyo
                 */
                feed: string;
                /**
                 * @description Business date
                 * @example 2026-11-21
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was delivered, with newly signed links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "feed": "tokyo",
                     *       "date": "2026-11-21",
                     *       "version": 1,
                     *       "run": "api-1f2e3d4c5b6a7988",
                     *       "rows": 1,
                     *       "bytes": 132,
                     *       "columns": [
                     *         "device_id",
                     *         "recorded_at",
                     *         "latitude",
                     *         "longitude"
                     *       ],
                     *       "format": "CSV",
                     *       "compression": "gzip",
                     *       "createdAt": "2026-11-22T03:00:00.000Z",
                     *       "files": [
                     *         {
                     *           "name": "locations_2026-11-21_v1_1.csv.gz",
                     *           "rows": 1,
                     *           "bytes": 132,
                     *           "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                     *           "url": "https://downloads.example.com/feeds/acme/tokyo/locations.csv.gz?X-Amz-Expires=900&X-Amz-Signature=4b1c",
                     *           "expiresAt": "2026-11-22T03:15:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Delivery"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "date must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no feed \"mars\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    downloadFeedFile: {
        parameters: {
            query?: {
                /** @description Version of the date's export; defaults to the newest that was delivered */
                version?: number;
                /** @description Number of the file, counting from 1, if there are several */
                file?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the feed
                 * @example tokyo
                 */
                feed: string;
                /**
                 * @description Business date
                 * @example 2026-11-21
                 */
                date: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file, which S3 returns at the link */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Redirects to the signed link */
            302: {
                headers: {
                    /** @description The signed link */
                    location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "date must be a date yyyy-MM-dd, got \"yesterday\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no feed \"mars\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description There are several files: choose one with `file` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "SeveralFiles",
                     *         "message": "The feed \"tokyo\" has 2 files of 2026-11-21: choose one with ?file=1 to ?file=2"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks, by id */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhooks": [
                     *         {
                     *           "id": "billing",
                     *           "url": "https://hooks.acme.example/ashiato",
                     *           "types": [
                     *             "exports.published",
                     *             "runs.failed"
                     *           ],
                     *           "status": "active",
                     *           "createdAt": "2026-11-21T03:00:00.000Z",
                     *           "secrets": [
                     *             {
                     *               "createdAt": "2026-11-21T03:00:00.000Z"
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookList"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    addWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description The webhook, with its secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "billing",
                     *       "url": "https://hooks.acme.example/ashiato",
                     *       "types": [
                     *         "exports.published",
                     *         "runs.failed"
                     *       ],
                     *       "status": "active",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "secrets": [
                     *         {
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ],
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD1Qg1jVUAAAA="
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The body is not what the route takes: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: url 10.0.0.1 is not an address of the internet (private)"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description There is a webhook of this id */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "There is a webhook \"billing\" already"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook
                 * @example billing
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The attempt, whatever came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "event": "evt_5b1d6a2f0c7e4d3894a6b8f2e1c0d9a7",
                     *       "type": "webhooks.test",
                     *       "at": "2026-11-21T03:00:00.000Z",
                     *       "attempt": 1,
                     *       "replay": 0,
                     *       "result": "delivered",
                     *       "statusCode": 204,
                     *       "error": null,
                     *       "answer": "",
                     *       "durationMilliseconds": 87,
                     *       "nextAttemptAt": null
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookAttempt"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no webhook \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook
                 * @example billing
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookRotation"];
            };
        };
        responses: {
            /** @description The webhook, with its new secret */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "billing",
                     *       "url": "https://hooks.acme.example/ashiato",
                     *       "types": [
                     *         "exports.published",
                     *         "runs.failed"
                     *       ],
                     *       "status": "active",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "secrets": [
                     *         {
                     *           "createdAt": "2026-11-21T03:00:00.000Z",
                     *           "expiresAt": "2026-11-21T04:00:00.000Z"
                     *         },
                     *         {
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ],
                     *       "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD1Qg1jVUAAAA="
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookWithSecret"];
                };
            };
            /** @description The body is not what the route takes: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidBody",
                     *         "message": "The body is not valid: othersExpireInSeconds must be at least 0, got -1"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no webhook \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The webhook has too many secrets, or was changed at the same moment */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The webhook \"billing\" has 3 secrets that have not ended: end them by \"othersExpireInSeconds\": 0"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The request has more bytes or more reports than allowed */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "RequestTooLarge",
                     *         "message": "The body holds more than 2097152 bytes"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The Content-Type, charset or Content-Encoding is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "UnsupportedMediaType",
                     *         "message": "Content-Type must be application/json, got \"text/plain\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Number of attempts, 1 to 1,000; 100 if absent */
                limit?: number;
            };
            header?: never;
            path: {
                /**
                 * @description Id of the webhook
                 * @example billing
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The attempts, the newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deliveries": [
                     *         {
                     *           "event": "evt_5b1d6a2f0c7e4d3894a6b8f2e1c0d9a7",
                     *           "type": "exports.published",
                     *           "at": "2026-11-21T03:00:00.000Z",
                     *           "attempt": 1,
                     *           "replay": 0,
                     *           "result": "delivered",
                     *           "statusCode": 204,
                     *           "error": null,
                     *           "answer": "",
                     *           "durationMilliseconds": 87,
                     *           "nextAttemptAt": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookAttemptList"];
                };
            };
            /** @description The request is invalid: the message says which part and why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "InvalidParameter",
                     *         "message": "limit must be at most 1000, got 1001"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no webhook \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook
                 * @example billing
                 */
                webhook: string;
                /**
                 * @description Id of an event that was sent to it
                 * @example evt_5b1d6a2f0c7e4d3894a6b8f2e1c0d9a7
                 */
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event is on its way */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "webhook": "billing",
                     *       "event": "evt_5b1d6a2f0c7e4d3894a6b8f2e1c0d9a7",
                     *       "replay": 1
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookReplay"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "The webhook \"billing\" was sent no event \"none\" in the last 30 days"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The webhook is disabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "Conflict",
                     *         "message": "The webhook \"billing\" is disabled: remove it and add it again"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook
                 * @example billing
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "billing",
                     *       "url": "https://hooks.acme.example/ashiato",
                     *       "types": [
                     *         "exports.published",
                     *         "runs.failed"
                     *       ],
                     *       "status": "active",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "secrets": [
                     *         {
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no webhook \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    removeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the webhook
                 * @example billing
                 */
                webhook: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook that was removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "billing",
                     *       "url": "https://hooks.acme.example/ashiato",
                     *       "types": [
                     *         "exports.published",
                     *         "runs.failed"
                     *       ],
                     *       "status": "active",
                     *       "createdAt": "2026-11-21T03:00:00.000Z",
                     *       "secrets": [
                     *         {
                     *           "createdAt": "2026-11-21T03:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description The token or key is missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Unauthorized"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description The token or key does not have the right that this route requires */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Forbidden"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "There is no webhook \"none\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description The client has used up a limit, which the message names with its use: retry after Retry-After. Above the stage's own rate, API Gateway answers by itself */
            429: {
                headers: {
                    /** @description Seconds to wait */
                    "retry-after"?: number;
                    /** @description Each limit: its quota and its seconds */
                    "ratelimit-policy"?: string;
                    /** @description Each limit: what is left after this answer, and the seconds to its reset */
                    ratelimit?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "LimitReached",
                     *         "message": "requestsPerMinute is 60 for this client, and 60 are used: send the request again in 23 seconds"
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["TooManyRequests"];
                };
            };
        };
    };
    getWelcomePage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example <!doctype html>
                     *     <html lang="en">
                     *       …
                     *     </html>
                     */
                    "text/html": string;
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.1",
                     *       "info": {
                     *         "title": "Ashiato",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {}
                     *     }
                     */
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getAsyncApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description AsyncAPI 3.0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "asyncapi": "3.0.0",
                     *       "info": {
                     *         "title": "Ashiato",
                     *         "version": "0.1.0"
                     *       },
                     *       "channels": {}
                     *     }
                     */
                    "application/json": components["schemas"]["AsyncApiDocument"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getDocumentationPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example <!doctype html>
                     *     <html lang="en">
                     *       …
                     *     </html>
                     */
                    "text/html": string;
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getDocumentationFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the file
                 * @example start.js
                 */
                asset: "swagger-ui-bundle.js" | "swagger-ui.css" | "start.js";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example // … */
                    "text/javascript": string;
                };
            };
            /** @description Not found: the message names what does not exist */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "result": "error",
                     *       "error": {
                     *         "code": "NotFound",
                     *         "message": "The documentation has no file \"none.js\""
                     *       },
                     *       "requestId": "d2f6cf2e-1c1a-4f0a-9f83-0b9d6a1f3c52"
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
    getConsole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example <!doctype html>
                     *     <html lang="en">
                     *       …
                     *     </html>
                     */
                    "text/html": string;
                };
            };
            /** @description The page is the one that the request has, by `If-None-Match` */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Too many requests: retry later */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Too Many Requests"
                     *     }
                     */
                    "application/json": components["schemas"]["GatewayMessage"];
                };
            };
        };
    };
}
