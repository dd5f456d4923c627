import { changing } from "../app/access";
import { tell } from "../app/announce";
import { change, get, isAborted } from "../api/client";
import { follow } from "../api/events";
import type { Batch, Job } from "../api/work";
import { h, replace, type Child } from "../base/dom";
import { count, day, plural } from "../base/format";
import { ask } from "../parts/dialog";
import { empty, failure, loading } from "../parts/states";
import { ingestionForm } from "./ingestion-form";
import { isOver, JobLine } from "./job-line";

/** So many jobs are followed at once: browsers open six connections to a server, and other requests need some. */
const followedAtOnce = 3;

/** Fetching and other work: start it, follow it, mend what failed. `ended` is told when a job has ended. */
export function ingestionSection(signal: AbortSignal, ended: () => void): HTMLElement {
  const running = h("div", { class: "jobs", "aria-live": "off" });
  const batches = h("div", {});
  const lines = new Map<string, JobLine>();
  const followed = new Set<string>();

  async function refresh(): Promise<void> {
    if (running.childElementCount === 0) replace(running, loading("jobs"));
    try {
      const { jobs } = await get<{ jobs: readonly Job[] }>("/api/jobs", { limit: 200 }, signal);
      show(jobs);
      replace(batches, batchTable((await get<{ batches: readonly Batch[] }>("/api/batches", {}, signal)).batches));
    } catch (error) {
      if (!isAborted(error) && !signal.aborted) replace(running, failure(error, () => void refresh()));
    }
  }

  function show(jobs: readonly Job[]): void {
    const sorted = [...jobs].sort((a, b) => Number(isOver(a.state)) - Number(isOver(b.state)) || b.enqueued.localeCompare(a.enqueued));
    const dead = sorted.filter(({ state }) => state === "dead");
    const shown = sorted.slice(0, 60).map((job) => line(job).element);
    replace(running,
      sorted.length === 0 ? empty("Nothing is waiting or running.", "Start something above, or with ", h("code", {}, "arxiv-cosci fetch … --enqueue"), ".")
        : h("ul", { class: "job-list" }, shown),
      dead.length > 0 && h("p", { class: "actions" }, h("span", {}, plural(dead.length, "job was", "jobs were"), " given up."),
        h("button", { type: "button", class: "danger", onclick: () => void removeDead() }, "Remove them")));
    const open = sorted.filter(({ state }) => !isOver(state));
    // Those that run are at the front, so that what is seen moving is what is followed.
    open.sort((a, b) => Number(b.state === "running") - Number(a.state === "running"));
    for (const job of open) if (followed.size < followedAtOnce && !followed.has(job.job)) void watch(job.job);
  }

  function line(job: Job): JobLine {
    const known = lines.get(job.job);
    // The list does not tell how far a job is: what was heard of it stays.
    known?.update({ ...job, progress: job.progress ?? known.progress });
    const made = known ?? new JobLine(job, {
      act: (verb, text) => void act(job.job, verb, text),
    });
    lines.set(job.job, made);
    return made;
  }

  /** Follows a job until it ends; then the list is asked for again, for what comes next. */
  async function watch(name: string): Promise<void> {
    followed.add(name);
    let pause = 2000;
    try {
      await follow(`/api/jobs/${encodeURIComponent(name)}/events`, signal, ({ event, data }) => {
        const state = JSON.parse(data) as Partial<Job> & { state: string };
        lines.get(name)?.update(state);
        if (event !== "end") return;
        pause = 0;
        ended();
        tell(`${name}: ${state.state}`);
      });
    } catch (error) {
      if (isAborted(error)) return;
    } finally {
      followed.delete(name);
    }
    if (!signal.aborted) window.setTimeout(() => void refresh(), pause);
  }

  async function act(name: string, verb: "cancel" | "retry" | "resume", text: string): Promise<void> {
    const done = await changing(() => change<Job>("POST", `/api/jobs/${encodeURIComponent(name)}/${verb}`));
    if (done === null) return;
    tell(text);
    void refresh();
  }

  async function removeDead(): Promise<void> {
    const reply = await ask({ heading: "Remove jobs that were given up?", text: "What they wanted to do is forgotten.", action: "Remove", isDangerous: true });
    if (reply === null) return;
    const done = await changing(() => change("DELETE", "/api/jobs/dead?confirm=dead-jobs"));
    if (done !== null) void refresh();
  }

  void refresh();
  return h("section", {}, h("h2", {}, "Work"),
    ingestionForm(() => void refresh()),
    h("div", { class: "heading-line" }, h("h3", {}, "Jobs"), h("button", { type: "button", class: "small", onclick: () => void refresh() }, "Look again")),
    running,
    h("h3", {}, "Batches"), batches);
}

function batchTable(batches: readonly Batch[]): Child {
  if (batches.length === 0) return empty("No batches were run on this machine.");
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Batches" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Batch", "What", "State", "Started", "Items", "Done", "Failed", "Given up"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", {}, [...batches].reverse().slice(0, 20).map((batch) => h("tr", {},
      h("th", { scope: "row" }, h("code", {}, batch.batch)), h("td", {}, batch.pipeline),
      h("td", {}, h("span", { class: `state ${batch.state}` }, batch.state)), h("td", {}, day(batch.created)),
      [batch.items, batch.done + batch.skipped, batch.failed, batch.dead].map((value) => h("td", { class: "number" }, count(value))))))));
}
