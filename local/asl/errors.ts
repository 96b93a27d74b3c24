/** What a state reports: an error name that `ErrorEquals` can match, and a cause that a person reads. */
export class StateError extends Error {
  readonly error: string;
  /** Undefined where AWS gives none, as for `States.Timeout`. */
  readonly detail: string | undefined;

  constructor(error: string, detail?: string) {
    super(detail === undefined ? error : `${error}: ${detail}`);
    this.name = 'StateError';
    this.error = error;
    this.detail = detail;
  }
}

/** A JSONata expression failed, returned nothing, or returned the wrong type. */
export class QueryEvaluationError extends StateError {
  /** The field the expression stands in, such as `Output/total`. */
  readonly location: string;

  constructor(location: string, detail: string) {
    super('States.QueryEvaluationError', detail);
    this.location = location;
  }
}

/** Why an execution, or a branch of it, is over although no state of it failed. No Retry or Catch sees it. */
export class Interruption extends Error {
  readonly reason: 'stopped' | 'timed out' | 'sibling failed';

  constructor(reason: Interruption['reason']) {
    super(`interrupted: ${reason}`);
    this.name = 'Interruption';
    this.reason = reason;
  }
}

/** One thing that is wrong with a definition. */
export interface Diagnostic {
  /** AWS's own codes where they are known: SCHEMA_VALIDATION_FAILED, MISSING_TRANSITION_TARGET, MISSING_END_STATE. */
  readonly code: string;
  readonly message: string;
  /** `/States/AwaitAurora/Arguments`. */
  readonly location: string;
}

/** The definition is refused. The message has AWS's form and says which state and field. */
export class InvalidDefinition extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const list = diagnostics.map(
      ({ code, message, location }) => `${code}: ${message} at ${location || '/'}`,
    );
    super(`Invalid State Machine Definition: '${list.join(', ')}'`);
    this.name = 'InvalidDefinition';
    this.diagnostics = diagnostics;
  }
}
