import { measureBundles } from './bundles.ts';
import { Homes } from './home.ts';
import { measureLifecycle } from './lifecycle.ts';
import { measureProvisioning } from './provision.ts';
import { measureTwenty } from './twenty.ts';

/**
 * `npm run bench`, or one part of it: `npm run bench -- provision`, `npm run bench -- twenty`,
 * `npm run bench -- bundles`, `npm run bench -- lifecycle`. With `--profile` every
 * Plinth leaves a CPU profile in `profiles/`. The exit code is 1 when not all environments became ready; a missed
 * target is said, and is no failure: the machine may be busy.
 */
const PARTS = {
  provision: measureProvisioning,
  twenty: measureTwenty,
  bundles: measureBundles,
  lifecycle: measureLifecycle,
};

async function main(words: readonly string[]): Promise<void> {
  const profile = words.includes('--profile');
  const [chosen] = words.filter((word) => !word.startsWith('--'));
  if (chosen !== undefined && !Object.hasOwn(PARTS, chosen))
    throw new Error(`there is no part "${chosen}": use ${Object.keys(PARTS).join(' or ')}, or none for all.`);
  const homes = new Homes();
  try {
    for (const [name, measure] of Object.entries(PARTS)) {
      if (chosen === undefined || chosen === name) process.stdout.write(`${await measure(homes, profile)}\n`);
    }
  } finally {
    homes.remove();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The bench failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
