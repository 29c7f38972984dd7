import { handler } from "../src/distribute.ts";

// A process of its own, whose memory is that of the handler alone: reads its event from the arguments, prints
// its peak in bytes.
const result = await handler(JSON.parse(process.argv[2] ?? ""));
process.stdout.write(JSON.stringify({ result, peakBytes: process.resourceUsage().maxRSS * 1024 }));
