#!/usr/bin/env bash
# Runs every validation against a folder of reference data and prints the tables of validation/README.md.
# Usage: validation/tables.sh DATA > tables.md, DATA being the folder that holds "reference" and "traces".
set -euo pipefail
data=${1:?the folder that holds reference and traces}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -c Release --nologo -v q src/Cli >&2

table() {
    local area=$1
    shift
    dotnet run -c Release --no-build --project src/Cli -- validate "$area" "$@" --summary "$work/$area.md" > "$work/$area.log" || true
    printf '\n## %s\n\n' "$area"
    cat "$work/$area.md"
}

table scheduler --data "$data/reference/serving" --token-budget 2048 --max-seqs 256
table serving --data "$data/reference/measured" --traces "$data/traces"
table dram --data "$data/reference/dram"
table network --data "$data/reference/network"
table noc --data "$data/reference/network"
table collectives --data "$data/reference"
table genz --data "$data/reference/genz"
table thermal --data "$data/reference/thermal"
table energy --data "$data/reference/measured"
