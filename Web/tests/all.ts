import "./accents.test";
import "./events.test";
import "./graph.test";
import "./search.test";
import "./segments.test";
import { run } from "./harness";

if (run() > 0) throw new Error("tests failed");
