const whole = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** 12345 as `12,345`. */
export function count(value: number): string {
  return whole.format(value);
}

/** 12345 as `12.3K`. */
export function short(value: number): string {
  return compact.format(value);
}

/** `1 paper`, `2 papers`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 0.123 as `12%`; small shares keep a digit. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)}%`;
}

/** A number of bytes for people. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  if (value < 1e6) return `${Math.round(value / 1e3)} kB`;
  if (value < 1e9) return `${(value / 1e6).toFixed(1)} MB`;
  return `${(value / 1e9).toFixed(1)} GB`;
}

/** A duration in seconds for people. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

/** `2024-01-31T…` as `31 Jan 2024`; anything else as it is. */
export function day(text: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(text);
  if (match === null) return text;
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  return `${Number(match[3])} ${months[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
}

/** The first names of a list, and how many more there are. */
export function names(authors: readonly string[], limit = 4): string {
  if (authors.length <= limit) return authors.join(", ");
  return `${authors.slice(0, limit - 1).join(", ")} and ${authors.length - limit + 1} more`;
}
