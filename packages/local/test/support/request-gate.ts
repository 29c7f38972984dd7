import type { Gate, GateRequest } from "../../src/services/gate.ts";

/** Holds the first request that matches until it is let go, and tells when one has come. */
export function requestGate(matches: (request: GateRequest) => boolean): Gate & {
  /** Resolves when a matching request waits at the gate. */
  held: Promise<void>;
  /** Lets everything pass from now on. */
  open: () => void;
} {
  const held = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  let isOpen = false;
  return {
    held: held.promise,
    open: () => {
      isOpen = true;
      opened.resolve();
    },
    pass: async (request) => {
      if (isOpen || !matches(request)) {
        return;
      }
      held.resolve();
      await opened.promise;
    },
  };
}

/** Lets everything pass until it knows how many matching requests must meet: those then go on together. */
export function meetingGate(matches: (request: GateRequest) => boolean): Gate & {
  meet: (count: number) => void;
} {
  let awaited = 0;
  let together = Promise.withResolvers<void>();
  return {
    meet: (count) => {
      awaited = count;
      together = Promise.withResolvers();
    },
    pass: async (request) => {
      if (awaited === 0 || !matches(request)) {
        return;
      }
      awaited -= 1;
      if (awaited === 0) {
        together.resolve();
      }
      await together.promise;
    },
  };
}

/** Holds chosen requests and lets all others pass, for one test after the other. */
export function holdingGate(): Gate & {
  /** Holds what matches from now on; what was held before may go on. */
  hold: (matches: (request: GateRequest) => boolean) => Pick<ReturnType<typeof requestGate>, "held" | "open">;
  /** Lets everything pass. */
  open: () => void;
} {
  let gate: ReturnType<typeof requestGate> | undefined;
  return {
    hold: (matches) => {
      gate?.open();
      gate = requestGate(matches);
      return gate;
    },
    open: () => gate?.open(),
    pass: async (request) => gate?.pass(request),
  };
}
