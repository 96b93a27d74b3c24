declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Milliseconds that a table stays in CREATING, UPDATING and DELETING. */
  interface Options {
    readonly createTableMs: number;
    readonly updateTableMs: number;
    readonly deleteTableMs: number;
  }
  export default function dynalite(options: Options): Server;
}
