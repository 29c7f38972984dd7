import type { FauxqsApp } from "../fauxqs-parts.ts";
import type { MessageMoves } from "./message-moves.ts";
import { SqsRefusal } from "./sqs-refusal.ts";

const targetPrefix = "AmazonSQS.";

/** Answers SQS's actions about the moving of messages, which fauxqs does not have. */
export function addMoveHooks(app: FauxqsApp, moves: MessageMoves): void {
  app.addHook("preHandler", async (request, reply) => {
    const target = String(request.headers["x-amz-target"] ?? "");
    const name = target.slice(targetPrefix.length);
    if (!target.startsWith(targetPrefix) || !Object.hasOwn(moves.actions, name)) {
      return;
    }
    reply.type("application/x-amz-json-1.0");
    try {
      await reply.send(moves.actions[name]?.(request.body));
    } catch (error) {
      if (!(error instanceof SqsRefusal)) {
        throw error;
      }
      const { code, message } = error;
      await reply.code(400).send({ __type: `com.amazonaws.sqs#${code}`, message });
    }
  });
  app.addHook("preClose", async () => moves.close());
}
