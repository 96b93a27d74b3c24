import { join } from 'node:path';
import { bundleFunctions } from '../config/functions.ts';
import { createApp } from '../lib/app.ts';

/** The CDK's entry: bundles the functions with esbuild, then makes the stacks of them. Needs no Docker and no network. */
const bundles = join(import.meta.dirname, '../dist/functions');
await bundleFunctions(bundles);
createApp({ bundles }).app.synth();
