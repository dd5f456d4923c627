import type { Job, Progress } from "../api/work";
import { h, replace, type Child } from "../base/dom";
import { count, day, duration, plural } from "../base/format";

/** What can be done with a job. */
export interface JobActions {
  act(verb: "cancel" | "retry" | "resume", text: string): void;
}

/** Whether nothing more happens to a job by itself. */
export const isOver = (state: string): boolean => ["done", "dead", "cancelled"].includes(state);

/** A job in the list, which changes as the job gets on. */
export class JobLine {
  readonly element = h("li", {});
  private readonly level = h("div", {});

  constructor(private job: Job, private readonly actions: JobActions) {
    this.draw();
  }

  /** How far it is, as far as that was heard. */
  get progress(): Progress | null {
    return isOver(this.job.state) ? null : this.job.progress ?? null;
  }

  /** Shows a newer state. Buttons stay as long as they mean the same, so that the focus stays on them. */
  update(state: Partial<Job>): void {
    const before = this.job;
    this.job = { ...before, ...state };
    const { job } = this;
    if (job.state !== before.state || job.deliveries !== before.deliveries || job.error !== before.error) this.draw();
    else this.drawLevel();
  }

  private draw(): void {
    const { job, actions } = this;
    const isDead = job.state === "dead";
    this.drawLevel();
    replace(this.element,
      h("div", { class: "paper-head" },
        h("p", {}, h("span", { class: `state ${job.state}` }, job.state), " ", h("strong", {}, job.kind), " ", h("code", {}, job.job),
          h("span", { class: "faint" }, ` ${day(job.enqueued)}`, job.deliveries > 1 && `, ${plural(job.deliveries, "attempt")}`)),
        h("span", { class: "actions" },
          isDead && h("button", { type: "button", class: "small", onclick: () => actions.act("retry", "It tries again.") }, "Retry"),
          !isOver(job.state) && h("button", { type: "button", class: "small", onclick: () => actions.act("cancel", "It is taken back.") }, "Cancel"))),
      this.level,
      // What went wrong before it ended well is of no interest any more.
      job.state !== "done" && job.error !== null && job.error !== "" && h("p", { class: "error" }, job.error));
  }

  private drawLevel(): void {
    const state = this.job.progress;
    replace(this.level, state !== null && state !== undefined && progress(state));
  }
}

function progress(state: Progress): Child {
  const ended = state.done + state.skipped + state.failed + state.dead + state.already_done;
  const total = state.total ?? null;
  const parts = [
    total === null ? `${count(ended)} done` : `${count(ended)} of ${count(total)}`,
    state.failed > 0 ? `${count(state.failed)} failed` : "",
    state.dead > 0 ? `${count(state.dead)} given up` : "",
    state.rate > 0 ? `${state.rate.toFixed(1)}/s` : "",
    total !== null && state.rate > 0 && total > ended ? `${duration((total - ended) / state.rate)} left` : "",
  ];
  return h("p", { class: "progress" },
    h("progress", { ...(total === null || total === 0 ? {} : { max: total, value: ended }), "aria-label": "Progress" }),
    h("span", { class: "faint" }, parts.filter((part) => part !== "").join(", ")));
}
