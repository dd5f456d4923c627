import { EventParser } from "../src/api/events";
import { equal, test } from "./harness";

test("events are found however the stream is cut", () => {
  const stream = ": hello\n\nevent: progress\nid: 7\ndata: {\"a\":1}\n\nevent: end\r\ndata: one\r\ndata:two\r\n\r\ndata: last\n\n";
  const whole = [
    { event: "progress", data: '{"a":1}', id: "7" }, { event: "end", data: "one\ntwo", id: "7" }, { event: "message", data: "last", id: "7" },
  ];
  for (let size = 1; size <= stream.length; size += 1) {
    const parser = new EventParser();
    const found = [];
    for (let at = 0; at < stream.length; at += size) found.push(...parser.take(stream.slice(at, at + size)));
    equal(found, whole);
  }
});
