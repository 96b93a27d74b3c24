import type { AST } from '@eslint-community/regexpp';
import { charactersOf } from './backtracking.ts';

/** A text that gets longer: beginning, the same again and again, and an end that does not fit. */
export interface Pumped {
  readonly prefix: string;
  readonly pump: string;
  readonly suffix: string;
}

const SUFFIXES = ['', '\u0000', '!', '\n'];
const CANDIDATES = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
  ...['\n', '\t', '\u0000', 'é', '中'],
];

/**
 * Texts that make a backtracking engine work: behind what leads to each repetition, one that it can be pumped with. As
 * characters that no element tells apart are alike, one of each kind is enough.
 */
export function pumpedTexts({ alternatives }: AST.Pattern, flags: string): Pumped[] {
  const all = elementsOf(alternatives);
  const leaves = all
    .filter((element) => /^Character/.test(element.type))
    .map((each) => charactersOf(each, flags));
  const kinds = new Map(
    CANDIDATES.map((character) => [leaves.map((matches) => Number(matches(character))).join(''), character]),
  );
  const sample = sampler(flags);
  const repeated = all.flatMap((element) =>
    element.type === 'Quantifier' && element.max > 1 ? alternativesOf(element.element).map(sample) : [],
  );
  const pumps = new Set([...kinds.values(), ...repeated].filter((pump) => pump !== ''));
  const prefixes = new Set(['', ...alternatives.flatMap(({ elements }) => prefixesOf(elements, '', sample))]);
  return [...prefixes].flatMap((prefix) =>
    [...pumps].flatMap((pump) => SUFFIXES.map((suffix) => ({ prefix, pump, suffix }))),
  );
}

type Sample = (elements: readonly AST.Element[]) => string;

/** A short text that the elements match; every repetition is there at least once. */
function sampler(flags: string): Sample {
  const one = (element: AST.Element): string => {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return CANDIDATES.toReversed().find(charactersOf(element, flags)) ?? '';
      case 'Quantifier':
        return one(element.element).repeat(Math.max(1, element.min));
      case 'Group':
      case 'CapturingGroup':
        return many(element.alternatives[0]?.elements ?? []);
      default:
        return '';
    }
  };
  const many: Sample = (elements) => elements.map(one).join('');
  return many;
}

/** What stands before each repetition, on the way to it. */
function prefixesOf(elements: readonly AST.Element[], before: string, sample: Sample): string[] {
  return elements.flatMap((element, index) => {
    const prefix = before + sample(elements.slice(0, index));
    const inner = isOne(element)
      ? []
      : alternativesOf(element).flatMap((each) => prefixesOf(each, prefix, sample));
    return element.type === 'Quantifier' ? [prefix, ...inner] : inner;
  });
}

function alternativesOf(element: AST.Element): (readonly AST.Element[])[] {
  if (element.type === 'Quantifier') return alternativesOf(element.element);
  if (element.type === 'Group' || element.type === 'CapturingGroup')
    return element.alternatives.map(({ elements }) => elements);
  return isOne(element) ? [[element]] : [];
}

/** One character. */
function isOne({ type }: AST.Element): boolean {
  return type.startsWith('Character');
}

function elementsOf(alternatives: readonly AST.Alternative[]): AST.Element[] {
  return alternatives
    .flatMap(({ elements }) => elements)
    .flatMap((element) => [element, ...innerOf(element)]);
}

function innerOf(element: AST.Element): AST.Element[] {
  if (element.type === 'Quantifier') return [element.element, ...innerOf(element.element)];
  return 'alternatives' in element ? elementsOf(element.alternatives as AST.Alternative[]) : [];
}
