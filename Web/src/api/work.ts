/** How far a job is. */
export interface Progress {
  readonly pipeline?: string;
  readonly total?: number | null;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  readonly dead: number;
  readonly already_done: number;
  readonly in_flight?: number;
  readonly rate: number;
  readonly elapsed: number;
}

/** A job of a queue. */
export interface Job {
  readonly job: string;
  readonly queue: string;
  readonly kind: string;
  readonly state: string;
  readonly deliveries: number;
  readonly enqueued: string;
  readonly error: string | null;
  readonly payload?: string;
  readonly progress?: Progress | null;
}

/** A batch of the command line. */
export interface Batch {
  readonly batch: string;
  readonly pipeline: string;
  readonly state: string;
  readonly created: string;
  readonly items: number;
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  readonly dead: number;
}

/** How the server is. */
export interface Health {
  readonly status: string;
  readonly version: string;
  readonly uptime_seconds: number;
  readonly checks: readonly { readonly subject: string; readonly status: string; readonly detail: string; readonly remedy: string }[];
}

/** What the cache did for one kind of question. */
export interface CacheKind {
  readonly requests: number;
  readonly hits: number;
  readonly misses: number;
  readonly stale: number;
  readonly mean_load_seconds: number;
  readonly hit_ratio: number;
}

/** What the cache did. */
export interface CacheStatistics {
  readonly cache: string;
  readonly entries: number | null;
  readonly bytes: number | null;
  readonly capacity: number;
  readonly kinds: Readonly<Record<string, CacheKind>>;
  readonly total: CacheKind;
}
