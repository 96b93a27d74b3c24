import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Node, parse } from 'acorn';
import { transformSync } from 'esbuild';
import { document } from '../../core/openapi.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const FOLDERS = ['core', 'functions', 'tiers'];

export interface FoundRegex {
  /** Where it is used; the same one may be in more places. */
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

/** The regular expressions of openapi.yaml, and the literals of the sources that run in a function; each once. */
export function regexesOfTheProduct(): FoundRegex[] {
  const all = [...patternsIn(document), ...FOLDERS.flatMap(literalsIn)];
  return [...new Map(all.map((each) => [`${each.source}/${each.flags}`, each])).values()];
}

function patternsIn(node: unknown): FoundRegex[] {
  if (node === null || typeof node !== 'object') return [];
  const { pattern } = node as { pattern?: unknown };
  const own = typeof pattern === 'string' ? [{ where: 'openapi.yaml', source: pattern, flags: 'u' }] : [];
  return [...own, ...Object.values(node).flatMap(patternsIn)];
}

function literalsIn(folder: string): FoundRegex[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => /\.[tj]s$/.test(file) && !file.endsWith('.d.ts') && !file.includes('generated/validate'),
    )
    .flatMap((file) => {
      const where = join(folder, file);
      const { code } = transformSync(readFileSync(join(ROOT, where), 'utf8'), {
        loader: 'ts',
        format: 'esm',
      });
      const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
      return nodesOf(program).flatMap((node) => regexOf(node).map((regex) => ({ where, ...regex })));
    });
}

interface Literal extends Node {
  readonly regex?: { readonly pattern: string; readonly flags: string };
}

function regexOf(node: Node): { source: string; flags: string }[] {
  const { regex } = node as Literal;
  return node.type === 'Literal' && regex ? [{ source: regex.pattern, flags: regex.flags }] : [];
}

/** A node and everything under it. */
function nodesOf(node: Node): Node[] {
  const inner = Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [node, ...inner.filter(isNode).flatMap(nodesOf)];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
