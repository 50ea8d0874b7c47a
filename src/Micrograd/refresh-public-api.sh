#!/bin/sh
# Rewrites PublicAPI.Unshipped.txt from what the compiler finds (RS0016), keeping what PublicAPI.Shipped.txt declares.
# Run it after the public API has changed, and after the generator has been attached or changes what it generates for
# [Differentiable] members of this assembly: generated public members are public API like any other.
set -eu
cd "$(dirname "$0")"
printf '#nullable enable\n' > PublicAPI.Unshipped.txt
found=$(mktemp)
trap 'rm -f "$found"' EXIT
dotnet build -v q --nologo --no-incremental -p:TreatWarningsAsErrors=false -p:RunAnalyzers=true 2>&1 \
    | sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | LC_ALL=C sort -u > "$found"
cat "$found" >> PublicAPI.Unshipped.txt
echo "$(wc -l < "$found") symbols"
