/** What is known before a stage is there. */
export type AccountSubject = {
  isLocal: boolean;
  /** The stage's name. */
  name: string;
  /** Of `sst.config.ts`. */
  region: string;
  /** Of a local stage: its state is there. */
  directory: string;
};

/** Returns how a stage gets back what it was declared with. */
export function restored({ isLocal, name }: AccountSubject): string {
  return isLocal
    ? "stop the stage and start it again (npm start), which puts back what is declared"
    : `npx sst refresh --stage ${name} && npx sst deploy --stage ${name}, which puts back what is declared`;
}
