#!/bin/sh
# assets.sh - files as constants of C, for sim/assets.h: `ladder.css` becomes `asset_ladder_css`.
#
#     sim/assets.sh FILE... >build/assets.c
#
# A drawing of Graphviz goes in without what a page does not need: the prologue, comments, and
# the font of each word, which the page sets.

bytes() {
    case $1 in
    *.svg) sed '1,/^<svg/{/^<svg/!d;}; /^<!--/d; s/ font-family="[^"]*"//; s/ text-anchor="middle"//' "$1" ;;
    *) cat "$1" ;;
    esac
}

echo '/* Made by sim/assets.sh. */'
echo '#include "assets.h"'
for file; do
    echo "const char asset_$(basename "$file" | tr . _)[] = { /* $file */"
    bytes "$file" | od -An -v -td1 | sed 's/  *\(-*[0-9][0-9]*\)/\1,/g'
    echo '0 };'
done
