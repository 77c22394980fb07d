#!/bin/sh
# Fails where the release of a tag is published: its files can't be changed, and what they name must
# not be made anew. A draft, or no release, is well.
# usage: refuse_published.sh TAG
set -eu

if [ "$(gh release view "$1" --json isDraft --jq .isDraft)" = false ]; then
    echo "$1 is published: only the job publish can be run again"
    exit 1
fi
