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
folder() { echo "dist/cdk.out-$1"; }
# One after the other: they share the folders of the bundles.
synth() {
  rm -rf "$(folder "$1")" || return 1
  npx cdk synth --quiet --context "region=$1" --output "$(folder "$1")"
}
lint() {
  # Every stack names its own region; landing zones may be of others.
  "$venv/bin/cfn-lint" --non-zero-exit-code error --regions eu-west-2 eu-west-1 \
    --template "$(folder "$1")"/*.template.json || return 1
  echo "cfn-lint: no errors in the templates for $1"
}
synth eu-west-2
(lint eu-west-2) &
first=$!
status=0
(synth eu-west-1 && lint eu-west-1) || status=1
wait "$first" || status=1
exit "$status"
