import { pieces } from "../src/text/segments";
import { equal, test } from "./harness";

const shape = (text: string): string[] => pieces(text).map(({ kind, body }) => `${kind === "math" ? "M" : "T"}:${body}`);

test("formulas are found", () => {
  equal(shape("the $N=4$ theory"), ["T:the ", "M:N=4", "T: theory"]);
  equal(shape("$$E=mc^2$$"), ["M:E=mc^2"]);
  equal(shape("\\(x\\) and \\[y\\]"), ["M:x", "T: and ", "M:y"]);
  equal(shape("$a$$b$"), ["M:a", "M:b"]);
  equal(shape("$\\text{cost \\$5}$"), ["M:\\text{cost \\$5}"]);
});

test("signs that stand alone are characters", () => {
  equal(shape("costs $5"), ["T:costs $5"]);
  equal(shape("from $5 million to $6"), ["T:from $5 million to $6"]);
  equal(shape("\\$5 and $x$"), ["T:\\$5 and ", "M:x"]);
  equal(shape("$ $"), ["T:$ $"]);
  equal(shape("a \\[ b"), ["T:a \\[ b"]);
  equal(shape(""), []);
});

test("pieces cover the text without gaps, whatever it is", () => {
  let seed = 12345;
  const random = (limit: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % limit;
  };
  const parts = ["$", "$$", "\\(", "\\)", "\\[", "\\]", "\\", "a b", "\\$", "{", "}", "ö", "5", "\n", "\\alpha"];
  for (let round = 0; round < 3000; round += 1) {
    const text = Array.from({ length: random(14) }, () => parts[random(parts.length)]).join("");
    let at = 0;
    for (const piece of pieces(text)) {
      equal(piece.start, at);
      at = piece.end;
    }
    equal(at, text.length);
  }
});

test("many open signs take no long time", () => {
  const text = "$ \\( \\[ ".repeat(20_000);
  const start = Date.now();
  pieces(text);
  equal(Date.now() - start < 2000, true);
});
