import { randomBytes } from 'node:crypto';
import type { Door } from './operations.ts';
import type { Page, PageRequest, RegistryTable } from './registry/table.ts';

/** What can be asked for. */
export type AuditedRequest = 'create' | 'update' | 'reconcile' | 'delete' | 'retry' | 'cancel';

/** One request for a change, and what became of it. It holds no value of the request. */
export interface AuditEntry {
  /** ISO-8601, UTC. */
  readonly at: string;
  readonly who: string;
  readonly door: Door;
  readonly what: AuditedRequest;
  /** `started`, `unchanged`, or the type of the problem. */
  readonly result: string;
  readonly operationId: string | null;
  /** Names of what was asked for, such as the fields of a patch. */
  readonly detail: string | null;
}

/** Of which environment. */
export interface AuditSubject {
  readonly project: string;
  readonly environment: string;
}

const AUDIT = 'AUDIT#';

/**
 * Who asked for what: `pk` is the project, `sk` is `AUDIT#{environment}#{time}#{random}`, so that one environment's
 * entries lie together in the order of time. Entries are only ever added, and outlive their environment.
 */
export class AuditTrail {
  readonly #table: RegistryTable;

  constructor(table: RegistryTable) {
    this.#table = table;
  }

  async record(subject: AuditSubject, entry: AuditEntry): Promise<void> {
    const sk = `${prefixOf(subject)}${entry.at}#${randomBytes(6).toString('hex')}`;
    const { environment } = subject;
    await this.#table.put({ pk: `PROJECT#${subject.project}`, sk }, { ...entry, environment });
  }

  /** Newest first. @throws InvalidPageToken */
  list(subject: AuditSubject, page: PageRequest): Promise<Page<AuditEntry>> {
    return this.#table.list(`PROJECT#${subject.project}`, prefixOf(subject), page, { forward: false });
  }
}

/** Names of environments have no `#`, so one is not the beginning of another. */
function prefixOf({ environment }: AuditSubject): string {
  return `${AUDIT}${environment}#`;
}
