/** A task of an activity that a worker can take. */
export type ActivityTask = {
  taskToken: string;
  /** JSON text. */
  input: string;
  /** Called when a worker has taken the task. */
  started: (workerName: string | undefined) => void;
};

/**
 * The tasks of activities that wait for a worker, and the workers that wait for a task, each in their order.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
 */
export class Activities {
  readonly #tasks = new Map<string, ActivityTask[]>();
  readonly #workers = new Map<string, ((task: ActivityTask) => void)[]>();

  /** Offers a task to the activity's workers. The function that is returned withdraws it. */
  schedule(activityArn: string, task: ActivityTask): () => void {
    const worker = this.#workers.get(activityArn)?.shift();
    if (worker) {
      worker(task);
      return () => undefined;
    }
    this.#tasks.set(activityArn, [...(this.#tasks.get(activityArn) ?? []), task]);
    return () => {
      const left = (this.#tasks.get(activityArn) ?? []).filter((other) => other !== task);
      this.#tasks.set(activityArn, left);
    };
  }

  /** Resolves with the next task of an activity; with undefined when the signal aborts first. */
  take(activityArn: string, signal: AbortSignal): Promise<ActivityTask | undefined> {
    const task = this.#tasks.get(activityArn)?.shift();
    if (task) {
      return Promise.resolve(task);
    }
    return new Promise((resolve) => {
      const workers = this.#workers.get(activityArn) ?? [];
      this.#workers.set(activityArn, workers);
      workers.push(resolve);
      const leave = () => {
        workers.splice(workers.indexOf(resolve), workers.includes(resolve) ? 1 : 0);
        resolve(undefined);
      };
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}
