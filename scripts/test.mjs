/**
 * `npm test`: all tests, one folder after another; with arguments, jest with these. A worker of jest keeps the modules of
 * every file that it has run, and gets slower with each; a new process for each folder takes two thirds of the time of one
 * for all.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const JEST = 'node_modules/jest/bin/jest.js';

function jest(args) {
  const { status, signal } = spawnSync(process.execPath, [...FLAGS, JEST, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  return status ?? 1;
}

/** Folders that go together; what is named nowhere goes last, so that no test is ever left out. */
const TOGETHER = [['lib'], ['functions'], ['local'], ['e2e']];

function runs() {
  const named = TOGETHER.flat();
  const others = readdirSync(new URL('../test/', import.meta.url)).filter((name) => !named.includes(name));
  return [...TOGETHER, others].map((names) => [
    '--testPathPatterns',
    `/test/(${names.map((name) => name.replace('.', '\\.')).join('|')})(/|$)`,
  ]);
}

const given = process.argv.slice(2);
const statuses = given.length > 0 ? [jest(given)] : runs().map(jest);
process.exitCode = statuses.find((status) => status !== 0) ?? 0;
