#!/usr/bin/env bash
# Templates that must be refused: by tools/tmpl (they break the page's policy or its markup) or by the C compiler (a
# value stands where its type may not). Each case is the body of a template and words that the refusal must hold.
# Prints TAP. Needs BUILD; `make templates-test` sets it.
set -u
BUILD=${BUILD:-build}
CC=${CC:-gcc}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0 failed=0

cat >"$dir/view.h" <<'H'
#include "web/page.h"
struct name { const char *text; };
struct names LIST(struct name);
struct case_view { const char *text; long count; struct url to; struct html markup; struct view piece; struct names names; };
void case_template(struct page *p, const struct case_view *v);
H

result() { # ok|not-ok NAME OUTPUT
	n=$((n + 1))
	if [ "$1" = ok ]; then
		echo "ok $n - $2"
	else
		failed=$((failed + 1))
		echo "not ok $n - $2"
		sed 's/^/# /' <<<"$3"
	fi
}

build() { # BODY: compiles it; its messages on standard output
	printf '{template case_template(struct case_view) from "view.h"}\n{title "t"}\n%s\n' "$1" >"$dir/case.html"
	(cd "$dir" && "$TMPL" case.html >case.c) 2>&1 &&
		"$CC" -std=c17 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -D_GNU_SOURCE -Isrc -I"$BUILD/gen" -I"$dir" \
			-fsyntax-only "$dir/case.c" 2>&1
}

refused() { # NAME BODY WORDS
	local out
	if out=$(build "$2"); then
		result not-ok "$1" "it was accepted: $2"
	elif ! grep -q "case.html:[34]" <<<"$out"; then
		result not-ok "$1 (names file and line)" "$out"
	elif ! grep -qF "$3" <<<"$out"; then
		result not-ok "$1 (says \"$3\")" "$out"
	else
		result ok "$1"
	fi
}

accepted() { # NAME BODY
	local out
	if out=$(build "$2"); then result ok "$1"; else result not-ok "$1" "$out"; fi
}

TMPL=$(realpath "$BUILD/tools/tmpl")

accepted 'text, attribute and address, each of its type' \
	'<a href="{= v->to}" title="{= v->text}">{= v->text}{= v->piece}{= v->markup}</a>'
accepted 'a condition inside a tag and inside a value' \
	'<a{if v->count} class="x{if v->text} {= v->text}{else} y{end}"{end} href="{if v->count}{= v->to}{else}/x{end}">x</a>'
accepted 'a loop, a capture, a partial' \
	'{each name in v->names}{capture body}<p>{= name->text}</p>{end}{use notification("A \"title\" }", body)}{end}'
accepted 'a brace, a comment and an HTML comment' 'a {{ b {# {= nothing} #} <!-- {= nothing} -->'

refused 'a text as an address' '<a href="{= v->text}">x</a>' 'url'
refused 'a text as the source of a picture' '<img src="{= v->text}" alt="">' 'url'
refused 'a text as the target of a form' '<form action="{= v->text}"></form>' 'url'
refused 'markup in an attribute' '<a title="{= v->markup}">x</a>' 'html'
refused 'markup as an address' '<a href="{= v->markup}">x</a>' 'html'
refused 'an address as text' '<p>{= v->to}</p>' 'url'
refused 'an address in another attribute' '<p title="{= v->to}">x</p>' 'url'
refused 'a number without its format' '<p>{= v->count}</p>' 'long'
refused 'an address in two pieces' '<a href="/x/{= v->to}">x</a>' 'whole'
refused 'an address with a tail' '<a href="{= v->to}/x">x</a>' 'nothing may follow'
refused 'a name that the view lacks' '<p>{= v->none}</p>' 'none'
refused 'an expression inside a tag' '<p {= v->text}>x</p>' 'inside a tag'
refused 'an expression as a tag' '<{= v->text}>' 'opens no tag'
refused 'an unquoted value' '<p title={= v->text}>x</p>' ''
refused 'an unquoted literal value' '<p title=x>x</p>' 'quotes'
refused 'an inline script' '<script>x</script>' 'Content-Security-Policy'
refused 'an inline style sheet' '<STYLE>x</STYLE>' 'Content-Security-Policy'
refused 'a style attribute' '<p style="x">x</p>' 'inline style'
refused 'an event handler' '<p onclick="x">x</p>' 'script'
refused 'a branch that opens half a tag' '<p {if v->count}class="{end}">x</p>' 'half a tag'
refused 'a block without its end' '{if v->count}x' 'no {end}'
refused 'an end without its block' 'x{end}' 'without a block'
refused 'an else without its if' '{each name in v->names}{else}{end}' 'without its {if}'
refused 'two elses' '{if v->count}a{else}b{else}c{end}' 'without its {if}'
refused 'an attribute glued to a name' '<a{if v->count}class="x"{end}>x</a>' 'white space'
refused 'a directive that is none' '{show x}' 'no directive'
refused 'a brace that nothing closes' 'a {= v->text' 'no }'
refused 'a partial that is not there' '{use nothing_here("x")}' 'nothing_here'
refused 'a partial with the wrong argument' '{use notification("x", "raw")}' ''
refused 'a page that ends inside a tag' '<p class="x"' 'ends inside a tag'

echo "1..$n"
echo "# $((n - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
