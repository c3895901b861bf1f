#!/bin/sh
# Copies the live release to other machines that serve it, then lets all of them show it.
#
#   deploy/replicas.sh FROM TO...     FROM: the published folder (with current); TO: the same kind of folder, here or as host:/folder
#
# First every replica gets all files, in a folder of its own, equal files shared with what it has; only when every copy is
# whole does each switch its `current`, by one rename. A copy that fails stops everything before any switch.
set -eu
from=$1
shift
live=$(readlink "$from/current")          # releases/NAME
name=$(basename "$live")

on() { # run a command at a replica: through ssh, or here
  case $1 in
    *:*) ssh -o BatchMode=yes "${1%%:*}" "$2" ;;
    *) sh -c "$2" ;;
  esac
}
quoted() { printf "'%s'" "$(printf %s "${1#*:}" | sed "s/'/'\\\\''/g")"; }

for to in "$@"; do
  on "$to" "mkdir -p $(quoted "$to")/releases"
  # No --inplace: what a reader has open, and what an earlier release shares, is never written to.
  rsync --archive --hard-links --delete --checksum --link-dest="../../current" "$from/$live/" "$to/releases/.$name.part/"
done
for to in "$@"; do
  on "$to" "set -e; cd $(quoted "$to"); rm -rf releases/$name.old; [ ! -d releases/$name ] || mv releases/$name releases/$name.old
    mv releases/.$name.part releases/$name; rm -rf releases/$name.old; ln -sfn $live .current; sync -f .; mv -T .current current"
done
# The newest ten stay, as on the first machine; names begin with their time.
for to in "$@"; do
  on "$to" "cd $(quoted "$to")/releases; ls | sort -r | tail -n +11 | grep -vx $name | while read -r old; do rm -rf \"\$old\"; done"
done
echo "Bản $name đã có ở $# nơi."
