import { readFile } from "node:fs/promises";
import { getFeed, listFeeds, removeFeed, setFeed } from "../../api/feeds.ts";
import { startRun, watchRun } from "../../api/watch-run.ts";
import { UsageError } from "../../terminal/arguments.ts";
import { calendarDate, type Io, readWords } from "../command.ts";
import { type CommandStage, openStage } from "../stage.ts";
import { feedResultText } from "../run/feed-result-text.ts";
import { briefFeedText, feedListText, feedText, policyText } from "./feed-text.ts";

const options = {
  columns: { type: "string" },
  devices: { type: "string" },
  sources: { type: "string" },
  box: { type: "string" },
  polygon: { type: "string" },
  format: { type: "string", default: "CSV" },
  gzip: { type: "boolean", default: false },
  bucket: { type: "string" },
  prefix: { type: "string" },
  names: { type: "string" },
  first: { type: "boolean", default: false },
  replace: { type: "boolean", default: false },
  date: { type: "string", default: "yesterday" },
} as const;

export const feedHelp = `  npm run ashiato -- clients feed add ID FEED [OPTIONS]        gives a client a feed
  npm run ashiato -- clients feed list ID                      its feeds, with what each delivered last
  npm run ashiato -- clients feed show ID FEED                 one feed
  npm run ashiato -- clients feed remove ID FEED               takes it away; what it delivered stays
  npm run ashiato -- clients feed make ID FEED [--date DATE]   makes it again, of yesterday if no date is named

Options of clients feed add:
  --columns NAMES    columns of the CSV in the order of the feed, joined by commas; all if left out
  --devices IDS      rows of these devices alone, joined by commas
  --sources IDS      rows that came from these clients alone; stage for those without a source
  --box W,S,E,N      rows in a box of degrees; a west beyond the east crosses the antimeridian. With an equals sign
                     before a negative west: --box=-74,40.5,-73,41
  --polygon FILE     rows in the Polygon or MultiPolygon of a GeoJSON file
  --format FORMAT    CSV or PARQUET; --gzip packs the CSV
  --prefix PREFIX    where the files lie, such as daily/; FEED/ if left out
  --bucket BUCKET    in a bucket of the client's, which ASHIATO_FEED_BUCKETS names at the deployment
  --names PATTERN    names of the files with {date}, {version} and {part}, without their ending
  --first            each date once, with its first version
  --replace          replaces a feed that is there, as a whole: what is not named has its default, the rows too`;

type Values = ReturnType<typeof readWords<typeof options>>["values"];
type Asked = {
  stage: CommandStage;
  client: string;
  feed: string;
  values: Values;
  area: unknown;
  date: string;
  io: Io;
};
type Shown = { object: object; text: string; code?: number };

const actions: Record<string, (asked: Asked) => Promise<Shown>> = { add, list, show, remove, make };

/** Runs `clients feed …` and returns its exit code; `words` come after `feed`. */
export async function runFeedAction(words: string[], io: Io): Promise<number> {
  const names = Object.keys(actions).join(", ");
  const { values, positionals } = readWords(words, options, [names, "ID", "[FEED]"]);
  const [name = "", client = "", feed] = positionals;
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    throw new UsageError(`clients feed takes ${names}, got ${JSON.stringify(name)}`);
  }
  if ((feed === undefined) !== (name === "list")) {
    throw new UsageError(
      name === "list"
        ? `clients feed list takes no FEED, got ${JSON.stringify(feed)}`
        : `FEED is missing: which feed, such as clients feed ${name} ${client} daily`,
    );
  }
  const dateOf = calendarDate("--date", values.date);
  const area = await readArea(values);
  const stage = await openStage(values);
  const asked = { stage, client, feed: feed ?? "", values, area, date: dateOf(stage), io };
  const { object, text, code = 0 } = await action(asked);
  io.print(values.json ? JSON.stringify(object) : text);
  return code;
}

async function add({ stage, client, feed, values, area, io }: Asked): Promise<Shown> {
  const { columns, devices, sources, bucket, prefix, names } = values;
  const there = (await listFeeds(stage, client, io.signal)).find(({ id }) => id === feed);
  if (there !== undefined && !values.replace) {
    throw new Error(
      `${client} has a feed ${feed}: ${briefFeedText(there)}. --replace replaces it as a whole: name all that it is to have`,
    );
  }
  const body = {
    ...(columns !== undefined && { columns: listed(columns) }),
    filter: {
      ...(devices !== undefined && { devices: listed(devices) }),
      ...(sources !== undefined && { sources: listed(sources) }),
      ...(area !== undefined && { area }),
    },
    format: values.format.toUpperCase(),
    ...(values.gzip && { compression: "gzip" }),
    ...(bucket !== undefined && { bucket }),
    ...(prefix !== undefined && { prefix }),
    ...(names !== undefined && { name: names }),
    ...(values.first && { versions: "first" }),
  };
  const set = await setFeed(stage, { client, feed, body, signal: io.signal });
  return { object: set, text: feedText(set) + policyText(set, stage.feedRoleArn) };
}

async function list({ stage, client, io }: Asked): Promise<Shown> {
  const feeds = await listFeeds(stage, client, io.signal);
  return { object: { feeds }, text: feedListText(feeds, client) };
}

async function show({ stage, client, feed, io }: Asked): Promise<Shown> {
  const shown = await getFeed(stage, { client, feed }, io.signal);
  return { object: shown, text: feedText(shown) + policyText(shown, stage.feedRoleArn) };
}

async function remove({ stage, client, feed, io }: Asked): Promise<Shown> {
  const removed = await removeFeed(stage, { client, feed }, io.signal);
  return { object: removed, text: `${client} has no feed ${feed} any more; what it delivered stays` };
}

async function make({ stage, client, feed, date, io }: Asked): Promise<Shown> {
  const run = await startRun(stage, { date, feed: { client, feed }, signal: io.signal });
  io.progress.say(`Run ${run}`);
  const ended = await watchRun(stage, run, {
    update: (text) => io.progress.update(text),
    signal: io.signal,
  });
  const results = ended.feeds ?? [];
  const isDelivered = results.length > 0 && results.every(({ result }) => result === "delivered");
  return {
    object: ended,
    text: results.map(feedResultText).join("\n") || `Run ${run} ended ${ended.status}: ${ended.cause}`,
    code: isDelivered ? 0 : 1,
  };
}

function listed(text: string): string[] {
  return text.split(",").filter((each) => each !== "");
}

async function readArea({ box, polygon }: Values): Promise<unknown> {
  if (box !== undefined && polygon !== undefined) {
    throw new UsageError("--box and --polygon exclude each other: a feed has one area");
  }
  if (box !== undefined) {
    const bbox = box.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each)));
    if (bbox.length !== 4 || bbox.some((each) => !Number.isFinite(each))) {
      throw new UsageError(
        `--box takes west,south,east,north in degrees, such as 139.5,35.5,140,36, got ${JSON.stringify(box)}`,
      );
    }
    return { type: "Box", bbox };
  }
  return polygon === undefined ? undefined : geometryOf(polygon);
}

/** Returns the geometry of a GeoJSON file, which may be a feature. */
async function geometryOf(file: string): Promise<unknown> {
  const content: unknown = JSON.parse(await readFile(file, "utf8"));
  const { geometry } = Object(content) as { geometry?: unknown };
  return geometry ?? content;
}
