#!/bin/sh
# Makes the release of a tag, and gives the main branch the manifests by which krew, Homebrew and
# Scoop install it. What was done before is not done again, so that it can be run until it is done.
# usage: publish.sh TAG FOLDER, in a checkout of the main branch
set -eu

tag=$1 folder=$2
case $tag in *-*) prerelease=true ;; *) prerelease=false ;; esac
# By its version, not by its time: a tag of an older line comes later, and stays behind.
newest=$(git ls-remote --tags --refs origin 'v*' | sed 's|.*/||' | grep -v -e - | sort -V | tail -n 1)
if [ "$tag" = "$newest" ]; then latest=true; else latest=false; fi

# The changelog's section of it, or of what it is a candidate for, and how to verify it, as the README has that.
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT
awk -v tag="${tag%%-*}" '/^## /{on = $2 == tag; next} on' CHANGELOG.md |
    sed "s|](docs/|](https://github.com/${GITHUB_REPOSITORY:-}/blob/$tag/docs/|g" >"$notes"
if ! grep -q . "$notes"; then
    echo "CHANGELOG.md has no section ## ${tag%%-*}" >&2
    exit 1
fi
{
    echo "## Verify what you downloaded"
    echo
    awk '
        /^```/ && on { on = 0; if (block ~ /gh attestation verify/) printf "%s```\n", block; next }
        /^```/ { on = 1; block = "" }
        on { block = block $0 "\n" }
    ' README.md
} >>"$notes"

# A draft is seen by nobody, and once it is published its files can't be changed.
case $(gh release view "$tag" --json isDraft --jq .isDraft 2>/dev/null || echo none) in
false) echo "$tag is published" ;;
none) gh release create "$tag" --draft --verify-tag --notes-file "$notes" --prerelease="$prerelease" ;;
esac
if [ "$(gh release view "$tag" --json isDraft --jq .isDraft)" = true ]; then
    gh release upload "$tag" --clobber "$folder"/*
    gh release edit "$tag" --draft=false --latest="$latest"
fi

if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "latest=$latest" >>"$GITHUB_OUTPUT"; fi
if [ "$latest" = false ]; then
    echo "$tag is not the newest release, $newest: the manifests stay as they are"
    exit 0
fi
# Those that were published, whatever this run has built.
gh release download "$tag" --clobber --pattern plugin.yaml --output plugin.yaml
mkdir -p Formula bucket
gh release download "$tag" --clobber --pattern kubectl-apprepo.rb --dir Formula
gh release download "$tag" --clobber --pattern kubectl-apprepo.json --dir bucket
git add plugin.yaml Formula bucket
if git diff --cached --quiet; then
    echo "the manifests are committed"
else
    git commit --quiet -m "Release $tag, with the image's digest"
    git push --quiet origin HEAD:main
fi
