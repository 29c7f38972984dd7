import type { Action, AwsJsonService } from "@ashiato/aws-json/serve-aws-json";
import type { StateMachines } from "@ashiato/states/service";
import { z } from "zod";
import { callAction } from "../call-action.ts";
import type { Start } from "../service.ts";

const startedSchema = z.object({ executionArn: z.string(), startDate: z.date() });

const endedSchema = z.object({
  stateMachineArn: z.string(),
  name: z.string(),
  status: z.string(),
  startDate: z.date(),
  stopDate: z.date().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/**
 * Returns the service, announcing the start and the end of each execution that is started through it, until
 * `stop`: the next start of the stage continues what then runs.
 */
export function watchedExecutions(
  { service, ended }: Pick<StateMachines, "service" | "ended">,
  { onEvent, onFault }: Pick<Start, "onEvent" | "onFault">,
): { service: AwsJsonService; stop: () => void } {
  const start = service.actions["StartExecution"];
  if (start === undefined) {
    throw new Error("The local Step Functions has no StartExecution");
  }
  const followed = new Set<string>();
  let stopped = false;
  const describe = async (executionArn: string): Promise<z.infer<typeof endedSchema>> =>
    endedSchema.parse(await callAction(service, "DescribeExecution", { executionArn }));
  const follow = async (executionArn: string): Promise<void> => {
    // A second start with the same name and input is answered like the first.
    if (followed.has(executionArn)) {
      return;
    }
    followed.add(executionArn);
    const { stateMachineArn, name } = await describe(executionArn);
    onEvent({ kind: "execution started", stateMachineArn, name });
    await ended(executionArn);
    followed.delete(executionArn);
    if (stopped) {
      return;
    }
    const { status, startDate, stopDate = startDate, output, error, cause } = await describe(executionArn);
    const milliseconds = stopDate.getTime() - startDate.getTime();
    const outcome = { status, milliseconds, output, error, cause };
    onEvent({ kind: "execution ended", stateMachineArn, name, ...outcome });
  };
  const watched: Action = async (input, call) => {
    const answer = await start(input, call);
    follow(startedSchema.parse(answer).executionArn).catch(onFault);
    return answer;
  };
  return {
    service: { ...service, actions: { ...service.actions, StartExecution: watched } },
    stop: () => {
      stopped = true;
    },
  };
}
