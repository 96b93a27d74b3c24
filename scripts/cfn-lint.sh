#!/usr/bin/env bash
# CloudFormation's own linter (from PyPI) over the templates, as they are in both regions. Its rules are of the same
# date everywhere: the version is fixed, and what is installed stays in .venv/.
set -euo pipefail
cd "$(dirname "$0")/.."
version=1.58.0
venv=.venv/cfn-lint-$version
if [ ! -x "$venv/bin/cfn-lint" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "cfn-lint==$version"
fi
lint() {
  local region=$1 out=dist/cdk.out-$1
  rm -rf "$out"
  npx cdk synth --quiet --context "region=$region" --output "$out"
  # Every stack names its own region; landing zones may be of others.
  "$venv/bin/cfn-lint" --non-zero-exit-code error --regions eu-west-2 eu-west-1 \
    --template "$out"/*.template.json
  echo "cfn-lint: no errors in the templates for $region"
}
# Side by side; the script fails when either does.
(lint eu-west-2) &
second=$!
(lint eu-west-1)
wait "$second"
