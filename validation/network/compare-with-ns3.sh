#!/bin/sh
# Runs the perf_* scenarios of a folder on ns-3 and on this simulator by turns, on this machine, and prints CPU times and their ratio.
# Needs ns-3 (Debian: apt-get install libns3-dev nlohmann-json3-dev) and a C++ compiler.
#
#   validation/network/compare-with-ns3.sh FOLDER      # FOLDER holds scenarios/perf_*.json
set -eu
folder=$1
here=$(dirname "$0")
runner=$(mktemp -d)/ns3-runner
g++ -O2 -std=c++17 "$here/ns3-runner.cc" -o "$runner" -lns3-point-to-point -lns3-internet -lns3-network -lns3-core
dotnet run -c Release --project "$here/../../tests/Benchmarks" -- network "$folder" "$runner"
