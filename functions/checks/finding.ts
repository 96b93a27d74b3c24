import { isNotImplemented, meaningOf, type SdkErrorLike } from '../../core/classify.ts';
import type { Finding } from '../../core/generated/api.ts';
import type { Desired } from '../../core/spec.ts';
import type { Action, TierKind } from '../../core/tier.ts';
import type { SubmitRuntime } from '../submit-runtime.ts';

/** What a check goes by: the change, and what each tier would do for it. */
export interface Planned {
  readonly before: Desired | null;
  readonly after: Desired;
  readonly actions: Readonly<Record<TierKind, readonly Action[]>>;
}

/** Looks at AWS, changes nothing, never throws for what AWS answers. */
export type Check = (runtime: SubmitRuntime, planned: Planned) => Promise<readonly Finding[]>;

export const error = (code: string, detail: string, pointer?: string): Finding => ({
  severity: 'error',
  code,
  detail,
  ...(pointer && { pointer }),
});

export const warning = (code: string, detail: string, pointer?: string): Finding => ({
  ...error(code, detail, pointer),
  severity: 'warning',
});

/** A look that fails is no reason to refuse anything: the operation finds out. */
export function unchecked(code: string, what: string, cause: unknown): Finding {
  const { name = 'Error', operation = 'the call' } = (cause ?? {}) as SdkErrorLike;
  return warning(code, `${what} could not be checked: ${operation} answered ${reasonOf(cause, name)}.`);
}

function reasonOf(cause: unknown, name: string): string {
  if (isNotImplemented((cause ?? {}) as SdkErrorLike)) return 'that it is not implemented';
  return meaningOf((cause ?? {}) as SdkErrorLike) === 'Blocked' ? `${name}: Plinth may not look` : name;
}

/** Something of it would be made. */
export function creates(actions: readonly Action[]): boolean {
  return actions.some(({ command }) => command.startsWith('Create'));
}

/** One `DescribeKey` for a key that several need. */
export function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
