import { createConfig, lintFromString, type NormalizedProblem } from "@redocly/openapi-core";
import spectral, { type RulesetDefinition } from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";

/** Returns what `redocly lint` says by its recommended rules, one line for each error or warning. */
export async function lintByRedocly(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
  return problems.map(
    (problem) => `${problem.severity} ${problem.ruleId} ${problem.message} ${pointer(problem)}`,
  );
}

function pointer({ location }: NormalizedProblem): string {
  return location.map(({ pointer }) => pointer ?? "").join(" ");
}

/** Returns what Spectral says by its `oas` ruleset, one line for each finding of any severity. */
export async function lintBySpectral(document: string): Promise<string[]> {
  const linter = new spectral.Spectral();
  // Its own types do not take its own ruleset.
  linter.setRuleset({ extends: [rulesets.oas] } as unknown as RulesetDefinition);
  const findings = await linter.run(document);
  return findings.map(({ code, message, path }) => `${code} ${message} ${path.join(".")}`);
}
