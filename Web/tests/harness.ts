/** The few words that the tests of the web app are written in; they run in any JavaScript engine. */

const tests: (readonly [string, () => void])[] = [];

/** Adds a test. */
export function test(name: string, body: () => void): void {
  tests.push([name, body]);
}

/** Fails unless two values are the same, compared by their JSON. */
export function equal(found: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`found ${a ?? "nothing"}, wanted ${b ?? "nothing"}`);
}

/** Runs the tests; answers how many failed. */
export function run(): number {
  let failed = 0;
  for (const [name, body] of tests) {
    try {
      body();
    } catch (error) {
      failed += 1;
      console.error(`FAILED: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`Tests of the web app: ${tests.length - failed} passed, ${failed} failed`);
  return failed;
}
