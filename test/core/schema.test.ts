import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

describe('what is generated', () => {
  it('is what scripts/generate.mjs makes of openapi.yaml and of the CDK app', () => {
    const script = fileURLToPath(new URL('scripts/generate.mjs', root));
    const check = () => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
    expect(check).not.toThrow();
  });

  it.each(['request', 'parameters'])('needs nothing at run time to validate %s', (name) => {
    const text = readFileSync(new URL(`core/generated/validate-${name}.js`, root), 'utf8');
    expect(text).not.toMatch(/^import |(?<!')\brequire\("/m);
  });
});
