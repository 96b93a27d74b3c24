import { registerHooks } from 'node:module';

export interface Mutant {
  readonly what: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs once in it. */
  readonly find: string;
  readonly replace: string;
  /** A seed of the first 200 that finds it. */
  readonly from: number;
}

/** Bugs that would hurt, made on purpose: a simulator that does not find them finds nothing. */
export const MUTANTS: Readonly<Record<string, Mutant>> = {
  'random-names': {
    from: 1,
    what: 'names are drawn and not derived: what a lost answer has made is not found again',
    file: 'core/naming.ts',
    find: '  if (full.length <= limit) return full;',
    replace:
      "  if (/redis|dax/.test(part)) return full.slice(0, limit - 3) + 'x' + Math.floor(Math.random() * 90 + 10);\n  if (full.length <= limit) return full;",
  },
  'not-unique': {
    from: 33,
    what: 'an environment is written without the condition that there is none',
    file: 'core/registry.ts',
    find: "const NEW = { ConditionExpression: 'attribute_not_exists(pk)' } as const;",
    replace: 'const NEW = {} as never;',
  },
  'exists-is-an-error': {
    from: 7,
    what: '"already exists" fails the operation',
    file: 'core/converge.ts',
    find: "        if (meaning === 'AlreadyExists') continue;",
    replace: '',
  },
  'gone-is-an-error': {
    from: 114,
    what: '"not found" fails a delete',
    file: 'core/converge.ts',
    find: "        if (meaning === 'Gone' && /^(Delete|Remove)/.test(action.command)) continue;",
    replace: '',
  },
  'no-lock': {
    from: 4,
    what: 'migrations run without the lock',
    file: 'functions/migrations/run.ts',
    find: "  await client.query('SELECT pg_advisory_lock($1)', [LOCK_ID]);",
    replace: '',
  },
  'secret-in-error': {
    from: 9,
    what: 'an error repeats the input of the call',
    file: 'tiers/apply.ts',
    find: '  await clients.get(entry.client, action.region).send(new command(input));',
    replace:
      '  try { await clients.get(entry.client, action.region).send(new command(input)); } catch (error) { (error as Error).message += JSON.stringify(input); throw error; }',
  },
  'no-look': {
    from: 6,
    what: 'what was seen once is believed for ever: a retry does not observe',
    file: 'core/converge.ts',
    find: '    return await tier.observe(scope);',
    replace:
      '    const seen = ((globalThis as never as { seen?: Map<string, unknown> }).seen ??= new Map());\n    const key = tier.kind + scope.spec.identity.slug;\n    if (!seen.has(key)) seen.set(key, await tier.observe(scope));\n    return seen.get(key) as Observed;',
  },
};

/** From now on the module is loaded with the bug in it. @throws Error when the code is not what it was. */
export function install(name: string): void {
  const mutant = MUTANTS[name];
  if (!mutant) throw new Error(`There is no mutant ${name}. There are ${Object.keys(MUTANTS).join(', ')}.`);
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(`/${mutant.file}`)) return loaded;
      const source = String(loaded.source);
      if (source.split(mutant.find).length !== 2)
        throw new Error(`${mutant.file} does not have, just once: ${mutant.find}`);
      return { ...loaded, source: source.replace(mutant.find, () => mutant.replace) };
    },
  });
}
