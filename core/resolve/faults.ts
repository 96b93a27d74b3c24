import type { ProblemItem } from '../generated/api.ts';
import { fieldOf, pointerOf, type Segment } from '../request/pointer.ts';

/** Collects everything that is wrong with a request, so that a person can repair it in one go. */
export class Faults {
  readonly items: ProblemItem[] = [];

  /** @param rule What follows the field's name: `must differ from primaryRegion.` */
  add(path: readonly Segment[], rule: string): void {
    this.items.push({ pointer: pointerOf(path), detail: `${fieldOf(path)} ${rule}` });
  }

  has(path: readonly Segment[]): boolean {
    const pointer = pointerOf(path);
    return this.items.some((item) => item.pointer === pointer);
  }
}
