#!/bin/sh
# Copies the live release to a bucket of any S3-compatible store, in an order in which no page is ever there before its assets.
#
#   deploy/s3.sh FROM REMOTE      FROM: the published folder (with current); REMOTE: rclone's, as store:bucket/folder
#
# rclone's remote comes from its own configuration or environment (RCLONE_CONFIG_STORE_TYPE=s3 …): no key stands here.
# 1. what pages name: assets, search, files   2. pages   3. the home page   4. what no page names any more goes, pages first.
# Assets that open pages of earlier releases still name are part of every release, so step 4 does not take them.
set -eu
from=$1/current/site
to=$2
copy() { rclone copy --checksum --s3-no-check-bucket --exclude '*.gz' "$@"; }

lasting='public, max-age=31536000, immutable'
fresh='no-cache'
copy "$from/assets" "$to/assets" --header-upload "Cache-Control: $lasting"
[ ! -d "$from/search" ] || copy "$from/search" "$to/search" --header-upload "Cache-Control: $lasting"
copy "$from" "$to" --exclude '/assets/**' --exclude '/search/**' --exclude '*.html' --exclude '/release.txt' --header-upload "Cache-Control: $fresh"
copy "$from" "$to" --include '/*/**.html' --include '/*/*.html' --header-upload "Cache-Control: $fresh"
copy "$from" "$to" --include '/*.html' --include '/release.txt' --header-upload "Cache-Control: $fresh"
remove() { rclone sync --checksum --s3-no-check-bucket --delete-after --exclude '*.gz' "$@"; }
remove "$from" "$to" --exclude '/assets/**' --exclude '/search/**'
remove "$from" "$to"
echo "Bản $(cat "$from/release.txt") đã có ở $to."
