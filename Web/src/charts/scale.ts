/** Round numbers from 0 to at least `greatest`, about `wanted` of them. */
export function ticks(greatest: number, wanted = 4): number[] {
  if (!(greatest > 0)) return [0, 1];
  const rough = greatest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(greatest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** The width that a drawing is laid out for: on a phone, letters must not shrink with the drawing. */
export function fitting(width: number): number {
  return Math.min(width, Math.max(300, window.innerWidth - 60));
}

/** Which of `count` labels are shown so that they do not touch: every n-th, counted from the last. */
export function labelStep(count: number, width: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((count * labelWidth) / Math.max(width, 1)));
}
