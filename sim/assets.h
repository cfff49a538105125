/* assets.h - files that are part of the program: the build makes build/assets.c of them.
 *
 * They are ASCII, so that a byte is a char everywhere; the compiler refuses others.
 *
 * Source     sim/ladder.css, sim/page.html, sim/page.css, sim/page.js; sim/search.sh; docs/machine.svg, which
 *            Graphviz drew from `fsmc --dot`, without its comments.
 */
#ifndef ASSETS_H
#define ASSETS_H

extern const char asset_ladder_css[];
extern const char asset_page_html[];
extern const char asset_page_css[];
extern const char asset_page_js[];
extern const char asset_search_sh[];
extern const char asset_machine_svg[];

#endif
