import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { readResources } from "@ashiato/local/stage/stage-resources";
import { z } from "zod";
import type { AccountSubject } from "./account-subject.ts";

const root = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

/** SST's state has every resource of a stage; this bounds what is read of it. */
const maxStateBytes = 256 * 1024 * 1024;

type Resource = { type: string; name: string; state: Record<string, unknown> };

const members = z.record(z.string(), z.unknown()).default({});

/** `latest` of a Pulumi checkpoint, which `sst state export` prints. */
const exportedState = z.looseObject({
  latest: z.looseObject({
    resources: z.array(
      z.looseObject({
        urn: z.string(),
        type: z.string(),
        custom: z.boolean(),
        inputs: members,
        outputs: members,
      }),
    ),
  }),
});

/** The resources with which a stage was last deployed, or a local stage started. */
export class StageResources {
  readonly #resources: readonly Resource[];

  constructor(resources: readonly Resource[]) {
    this.#resources = resources;
  }

  /**
   * Returns the resources of a type, each as the schema reads it. Throws an Error for a type without
   * resources, as a comparison with nothing proves nothing, and for a resource that does not fit.
   */
  ofType<Shape extends z.ZodType>(type: string, schema: Shape): { name: string; state: z.infer<Shape> }[] {
    const found = this.ofTypeIfAny(type, schema);
    if (found.length === 0) {
      throw new Error(`The stage was made without any ${type}`);
    }
    return found;
  }

  /** Does the same as `ofType` for types without which a stage may be declared. */
  ofTypeIfAny<Shape extends z.ZodType>(
    type: string,
    schema: Shape,
  ): { name: string; state: z.infer<Shape> }[] {
    return this.#resources
      .filter((each) => each.type === type)
      .map(({ name, state }) => ({ name, state: schema.parse(state) }));
  }
}

/**
 * Returns the resources with which the stage was created: from the folder of a local stage, or from SST's
 * state of a deployed one. Throws an Error with SST's answer.
 */
export async function stageResources({ isLocal, name, directory }: AccountSubject): Promise<StageResources> {
  if (isLocal) {
    return new StageResources(await readResources(resolve(root, directory)));
  }
  const { latest } = exportedState.parse(JSON.parse(await runSst(["state", "export", "--stage", name])));
  return new StageResources(
    latest.resources
      .filter(({ custom }) => custom)
      .map(({ urn, type, inputs, outputs }) => ({
        type,
        name: urn.split("::").at(-1) ?? urn,
        // Inputs override outputs; outputs add what only AWS knows, such as a generated name.
        state: { ...outputs, ...inputs },
      })),
  );
}

/** Returns SST's output. Throws an Error with it if SST fails. */
export async function runSst(words: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(join(root, "node_modules/.bin/sst"), [...words], {
      cwd: root,
      maxBuffer: maxStateBytes,
      env: { ...process.env, SST_TELEMETRY_DISABLED: "1" },
    });
    return stdout;
  } catch (cause) {
    const { stderr = "", stdout = "" } = Object(cause) as { stderr?: string; stdout?: string };
    throw new Error(`npx sst ${words.join(" ")} failed: ${`${stderr}${stdout}`.trim().slice(0, 1_000)}`, {
      cause,
    });
  }
}
