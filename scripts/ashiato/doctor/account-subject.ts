/** What is known before a stage exists. */
export type AccountSubject = {
  isLocal: boolean;
  /** The stage's name. */
  name: string;
  /** Of `sst.config.ts`. */
  region: string;
  /** The folder of a local stage's state. */
  directory: string;
};

/** Returns how to restore a stage to its declaration. */
export function restored({ isLocal, name }: AccountSubject): string {
  return isLocal
    ? "stop the stage and start it again (npm start), which puts back what is declared"
    : `npx sst refresh --stage ${name} && npx sst deploy --stage ${name}, which puts back what is declared`;
}
