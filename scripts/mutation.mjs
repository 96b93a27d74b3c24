/**
 * `npm run mutation`: how many small changes of the code the tests notice; with arguments, in these files or folders.
 * `--report` prints the last results again, with `--survivors` each change that was not noticed.
 * One run of Stryker for each source file, so that a mutant costs the few tests of its file. A file is left out when
 * neither it nor its tests have changed since; `--force` runs it all the same. (Stryker's own incremental mode keeps
 * survivors in code that runs when a module loads, although a new test kills them.)
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sources, testsOf } from './mutation/tests.mjs';

process.chdir(fileURLToPath(new URL('../', import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { report: { type: 'boolean' }, survivors: { type: 'boolean' }, force: { type: 'boolean' } },
});

/** Of a source and its tests: whether either has changed. What they import may have, and then `--force` is for it. */
function digestOf(source) {
  const hash = createHash('sha256');
  for (const file of [source, ...testsOf(source)]) hash.update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const keyOf = (source) => `reports/mutation/${source}.digest`;
const isDone = (source) =>
  existsSync(keyOf(source)) && readFileSync(keyOf(source), 'utf8') === digestOf(source);

function mutate(source) {
  const digest = digestOf(source);
  const { status, signal } = spawnSync(
    process.execPath,
    ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'stryker.config.mjs', '--logLevel', 'warn'],
    { env: { ...process.env, MUTATE: source }, stdio: 'inherit' },
  );
  if (signal) process.kill(process.pid, signal);
  if (status === 0) writeFileSync(keyOf(source), digest);
  else process.exitCode = 1;
}

/** The mutants of a source, as of its last run; null when there was none. */
function mutantsOf(source) {
  const report = `reports/mutation/${source}.json`;
  if (!existsSync(report)) return null;
  return Object.values(JSON.parse(readFileSync(report, 'utf8')).files).flatMap(({ mutants, source: text }) =>
    mutants.map((mutant) => ({
      ...mutant,
      source,
      line: text.split('\n')[mutant.location.start.line - 1].trim(),
    })),
  );
}

const count = (mutants, ...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;

/** Noticed are those that fail a test or never end; what does not even load counts as neither. */
function score(mutants) {
  const noticed = count(mutants, 'Killed', 'Timeout');
  const survived = count(mutants, 'Survived');
  const untested = count(mutants, 'NoCoverage');
  const all = noticed + survived + untested;
  const percent = all === 0 ? '-' : `${Math.round((100 * noticed) / all)}%`;
  return { score: percent, mutants: all, noticed, survived, untested };
}

const folderOf = (source) => source.slice(0, source.lastIndexOf('/'));

function print(results) {
  const done = results.filter(({ mutants }) => mutants?.length > 0);
  for (const { source, mutants } of done) row(source, mutants);
  for (const [folder, of] of Object.entries(Object.groupBy(done, ({ source }) => folderOf(source))))
    row(
      `${folder}/`,
      of.flatMap(({ mutants }) => mutants),
    );
  row(
    'all',
    done.flatMap(({ mutants }) => mutants),
  );
  const missing = results.filter(({ mutants }) => mutants === null).map(({ source }) => source);
  if (missing.length > 0) console.log(`\nnot run: ${missing.join(' ')}`);
}

function row(name, mutants) {
  const { score: percent, ...counts } = score(mutants);
  const numbers = Object.entries(counts).map(([what, number]) => `${number} ${what}`);
  console.log(`${percent.padStart(4)}  ${name.padEnd(36)} ${numbers.join(', ')}`);
}

function printSurvivors(mutants) {
  for (const { source, location, status, mutatorName, replacement, line } of mutants)
    if (status === 'Survived' || status === 'NoCoverage') {
      const { start } = location;
      console.log(
        `${source}:${start.line}:${start.column} ${status} ${mutatorName}\n  - ${line}\n  + ${replacement}`,
      );
    }
}

const asked = sources(positionals);
for (const source of values.report ? [] : asked) {
  if (testsOf(source).length === 0 || (isDone(source) && !values.force)) continue;
  mutate(source);
  row(source, mutantsOf(source) ?? []);
}
const results = asked.map((source) => ({ source, mutants: mutantsOf(source) }));
if (values.survivors) printSurvivors(results.flatMap(({ mutants }) => mutants ?? []));
print(results);
