import * as z from "zod";
import { type Phase, phaseOfState } from "./states.ts";

/** A transition between two states of the same scope, and what leads to it. */
type Edge = { to: string; by: "next" | "choice" | "default" | "catch" };

/** A state of a definition, at whatever depth: a name is unique within a state machine. */
export type GraphState = {
  name: string;
  type: string;
  comment?: string;
  /** The state whose iterations or branches it is in. */
  within?: string;
  /** Whether its scope begins with it. */
  starts: boolean;
  /** Whether its scope ends with it. */
  ends: boolean;
  edges: Edge[];
  /** Of a map: whether its iterations are executions of their own. */
  map?: "inline" | "distributed";
  /** Of a distributed map: the part of its map runs' ARNs that names it. */
  label?: string;
  phase?: Phase;
};

const transition = z.looseObject({ Next: z.string() });

const stateSchema = z.looseObject({
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  End: z.boolean().optional(),
  Choices: z.array(transition).default([]),
  Catch: z.array(transition).default([]),
  Label: z.string().optional(),
  get ItemProcessor() {
    return processorSchema.optional();
  },
  get Branches() {
    return z.array(scopeSchema).default([]);
  },
});

const scopeSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });

const processorSchema = scopeSchema.extend({
  ProcessorConfig: z.looseObject({ Mode: z.enum(["INLINE", "DISTRIBUTED"]).default("INLINE") }).optional(),
});

type Scope = z.infer<typeof scopeSchema>;

const phaseByName = new Map<string, Phase | null>(Object.entries(phaseOfState));

/**
 * Returns the states of a definition in the Amazon States Language, with their transitions, in the order of
 * the definition; those inside a map or a parallel state follow it. Throws ZodError for another text.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
export function runGraph(definition: unknown): GraphState[] {
  return statesOf(scopeSchema.parse(definition));
}

function statesOf({ StartAt, States }: Scope, within?: string): GraphState[] {
  return Object.entries(States).flatMap(([name, state]) => {
    const { Type, Comment, Next, Default, End = false, Label, ItemProcessor, Branches } = state;
    const edges: Edge[] = [
      ...(Next === undefined ? [] : [{ to: Next, by: "next" as const }]),
      ...state.Choices.map((choice) => ({ to: choice.Next, by: "choice" as const })),
      ...(Default === undefined ? [] : [{ to: Default, by: "default" as const }]),
      ...state.Catch.map((catcher) => ({ to: catcher.Next, by: "catch" as const })),
    ];
    const isDistributed = ItemProcessor?.ProcessorConfig?.Mode === "DISTRIBUTED";
    const phase = phaseByName.get(name) ?? undefined;
    const own: GraphState = {
      name,
      type: Type,
      ...(Comment !== undefined && { comment: Comment }),
      ...(within !== undefined && { within }),
      starts: name === StartAt,
      ends: End || Type === "Succeed" || Type === "Fail",
      edges: distinct(edges),
      ...(ItemProcessor && { map: isDistributed ? "distributed" : "inline" }),
      ...(isDistributed && { label: Label ?? name }),
      ...(within === undefined && phase !== undefined && { phase }),
    };
    const scopes = [...(ItemProcessor ? [ItemProcessor] : []), ...Branches];
    return [own, ...scopes.flatMap((scope) => statesOf(scope, name))];
  });
}

/** Several choices or catchers may lead to one state. */
function distinct(edges: readonly Edge[]): Edge[] {
  return edges.filter(
    ({ to, by }, index) => edges.findIndex((each) => each.to === to && each.by === by) === index,
  );
}
