import { send } from "./client";

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** Splits a stream of text into server-sent events. `EventSource` cannot send a key, so the stream is read by `fetch`. */
export class EventParser {
  private rest = "";
  private event = "";
  private data: string[] = [];
  private id = "";

  /** Takes the next piece of the stream; answers the events that it completes. */
  take(piece: string): ServerEvent[] {
    this.rest += piece;
    const lines = this.rest.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): ServerEvent[] {
    if (line === "") {
      const data = this.data;
      const event = { event: this.event === "" ? "message" : this.event, data: data.join("\n"), id: this.id };
      this.event = "";
      this.data = [];
      return data.length === 0 ? [] : [event];
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event = value;
    else if (field === "data") this.data.push(value);
    else if (field === "id") this.id = value;
    return [];
  }
}

/** Follows a stream of events until it ends or `signal` says so. */
export async function follow(path: string, signal: AbortSignal, take: (event: ServerEvent) => void): Promise<void> {
  const response = await send("GET", path, undefined, signal, "text/event-stream");
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const event of parser.take(decoder.decode(value, { stream: true }))) take(event);
  }
}
