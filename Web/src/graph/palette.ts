/** Red, green and blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** What a map is coloured by. */
export type Colouring = "community" | "category" | "year";

// Twelve hues that can be told apart on either ground, also by most people who see colours differently.
const light: readonly Colour[] = [
  [31, 111, 180], [217, 95, 14], [45, 140, 70], [163, 73, 164], [196, 40, 60], [110, 90, 200],
  [0, 140, 145], [160, 110, 20], [220, 80, 140], [90, 130, 30], [70, 100, 130], [150, 75, 45],
];
const dark: readonly Colour[] = [
  [96, 170, 240], [250, 150, 80], [105, 205, 130], [210, 140, 225], [245, 110, 120], [165, 150, 250],
  [70, 205, 205], [225, 180, 80], [250, 140, 190], [165, 210, 95], [150, 180, 215], [215, 150, 115],
];

/** The colours of a theme. */
export class Palette {
  constructor(readonly isDark: boolean) {}

  /** The colour of the n-th of several kinds; what is unknown or beyond the palette is grey. */
  kind(number: number): Colour {
    const colours = this.isDark ? dark : light;
    return number < 0 || number >= colours.length ? this.other : (colours[number] as Colour);
  }

  /** How many kinds have colours of their own. */
  get kinds(): number {
    return light.length;
  }

  /** What has no colour of its own. */
  get other(): Colour {
    return this.isDark ? [125, 134, 145] : [140, 146, 155];
  }

  /** The colour of a share of time: 0 for the first year, 1 for the last. */
  time(share: number): Colour {
    const stops: readonly Colour[] = this.isDark
      ? [[75, 90, 190], [60, 160, 190], [120, 205, 120], [250, 215, 90]]
      : [[60, 60, 140], [35, 120, 150], [60, 150, 80], [215, 120, 20]];
    const at = Math.min(0.9999, Math.max(0, share)) * (stops.length - 1);
    const [from, to] = [stops[Math.floor(at)] as Colour, stops[Math.floor(at) + 1] as Colour];
    const rest = at - Math.floor(at);
    return [0, 1, 2].map((part) => Math.round((from[part] as number) * (1 - rest) + (to[part] as number) * rest)) as unknown as Colour;
  }

  /** What stands out from everything. */
  get accent(): Colour {
    return this.isDark ? [255, 255, 255] : [20, 24, 30];
  }

  /** The ground of the map. */
  get ground(): Colour {
    return this.isDark ? [17, 21, 27] : [250, 250, 248];
  }
}

/** A colour as styles write it. */
export function css([red, green, blue]: Colour): string {
  return `rgb(${red}, ${green}, ${blue})`;
}
