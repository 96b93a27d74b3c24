/** What a session is known by. */
export interface SessionInfo {
  /** No two sessions of a simulation have the same; counted from 1. */
  readonly id: number;
  /** Of the server, such as `one.cluster-1`. */
  readonly server: string;
  readonly user: string;
  readonly database: string;
  readonly applicationName: string;
}

/**
 * Where a simulation comes in. Each may wait, for simulated time or for ever (its caller has been killed), and may
 * throw: that is the connection's error, and the session ends with it.
 *
 * Runs are repeatable where `before` waits on the simulated clock, if only for 0 ms, and that clock waits for
 * `settledWithFiles`: node-pg-migrate lists the folder of the migrations beside one of its statements.
 */
export interface DatabaseHooks {
  /** Before a client looks for a server. What it throws is the answer of `connect`. */
  readonly connecting?: (host: string, port: number) => Promise<void>;
  /** The statement has not reached the server. */
  readonly before?: (session: SessionInfo, statement: string) => Promise<void>;
  /** The statement has had its effect, or failed with `error`, and the caller does not know yet. */
  readonly after?: (session: SessionInfo, statement: string, error: unknown) => Promise<void>;
  /** While a server starts, and nobody can connect to it. Throwing is not for here. */
  readonly starting?: (server: string) => Promise<void>;
}
