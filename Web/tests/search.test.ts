import { address, inPath } from "../src/api/client";
import { ticks } from "../src/charts/scale";
import { equal, test } from "./harness";

test("identifiers stand in paths with their slashes", () => {
  equal(inPath("hep-th/9711200"), "hep-th/9711200");
  equal(inPath("10.1000/a b?c#d"), "10.1000/a%20b%3Fc%23d");
});

test("empty values are left out of a query", () => {
  equal(address("/a", { q: "x y", none: "", zero: 0, no: false, yes: true, list: ["1", "2"] }), "/a?q=x+y&zero=0&yes=true&list=1&list=2");
  equal(address("/a"), "/a");
});

test("ticks are round and reach the greatest value", () => {
  equal(ticks(444, 3), [0, 200, 400, 600]);
  equal(ticks(0.148), [0, 0.05, 0.1, 0.15]);
  equal(ticks(0), [0, 1]);
});
