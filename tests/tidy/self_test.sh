#!/bin/sh
# SPDX-License-Identifier: MIT
#
# A check that cannot fail is worthless: each is given a small tree with one
# thing wrong, and has to name it; and the same tree without it, and has to be
# silent.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bad=$(mktemp -d)
trap 'rm -rf "$bad"' EXIT
failed=0

# The good tree: a file a floor, a header, a transcript.
good_tree() {
	rm -rf "$bad"
	mkdir -p "$bad/src/base" "$bad/src/core" "$bad/handlers" \
		"$bad/src/io" "$bad/src/services" "$bad/tests/transcripts"
	head='/* SPDX-License-Identifier: MIT
 *
 * room: what this room is for, in as many words as it takes.
 */'
	printf '%s\n#include <stddef.h>\nsize_t one(void);\n' "$head" \
		>"$bad/src/base/one.h"
	printf '%s\n#include "base/one.h"\n%s\n' "$head" \
		'/* never system("x") or strcpy( */' >"$bad/src/core/two.c"
	printf '%s\n#include "core/two.h"\n' "$head" >"$bad/src/services/s.c"
	printf '%s\n#include "base/one.h"\n' "$head" >"$bad/src/io/i.c"
	printf '%s\nEVENT(SAID, "said", QUIET, "x")\n' "$head" \
		>"$bad/src/core/event.def"
	printf '%s\nEFFECT(TOLD, "told", ROOM, NONE, "x")\n' "$head" \
		>"$bad/src/core/effect.def"
	printf '%s\nAPPOINTMENT(LATER, "later", "x")\n' "$head" \
		>"$bad/src/core/appointment.def"
	printf '\t.name = "hello", .aliases = "",\n' >"$bad/handlers/cmd_x.c"
	printf '%s\n' "$head" | cat - "$bad/handlers/cmd_x.c" >"$bad/x"
	mv "$bad/x" "$bad/handlers/cmd_x.c"
	printf '%s\n' '09:00:00  ana hello' '  event    said by ana' \
		'  effect   told ana' '  appointment  later at 09:00:00' \
		>"$bad/tests/transcripts/a.txt"
	echo 'tests/transcripts/a.txt' >"$bad/tests/transcripts/local.mk"
	printf '#!/bin/sh\n# SPDX-License-Identifier: MIT\n#\n%s\necho ok\n' \
		'# run: what this script is for, in a few words' \
		>"$bad/tests/run.sh"
}

# silent CHECK: the good tree passes.
silent() {
	good_tree
	"$here/$1.sh" "$bad" >"$bad/said" 2>&1 && return 0
	[ $? -ne 77 ] || return 0
	echo "$1 complains of the good tree:"
	cat "$bad/said"
	failed=1
}

# noticed CHECK WORDS: the tree as it is now fails, and is told why.
noticed() {
	status=0
	"$here/$1.sh" "$bad" >"$bad/said" 2>&1 || status=$?
	[ $status -ne 77 ] || return 0
	if [ $status -eq 0 ] || ! grep -q "$2" "$bad/said"; then
		echo "$1 does not notice: $2"
		cat "$bad/said"
		failed=1
	fi
}

silent floors
echo '#include "handlers/handler.h"' >>"$bad/src/core/two.c"
noticed floors 'core/two.c: "handlers/handler.h" is a floor above'
good_tree
echo '#include "core/two.h"' >>"$bad/src/io/i.c"
noticed floors 'io must not know "core/two.h"'
good_tree
echo '#include "handlers/x.h"' >>"$bad/src/services/s.c"
noticed floors 'services must not know'

silent headers
echo 'struct late f(struct late);' >>"$bad/src/base/one.h"
echo 'bool g(void);' >>"$bad/src/base/one.h"
noticed headers 'src/base/one.h'

silent banned
echo 'int f(void) { return /* why */ strcpy(a, b) != 0; }' \
	>>"$bad/src/core/two.c"
noticed banned 'core/two.c:7:.*strcpy'
good_tree
printf '/* a\n b */ int f(void) { system("x"); }\n' >>"$bad/handlers/cmd_x.c"
noticed banned 'cmd_x.c:7:.*system'

silent lengths
awk 'BEGIN { for (i = 0; i < 501; i++) print "" }' >>"$bad/src/core/two.c"
noticed lengths 'core/two.c: 507 lines'
good_tree
awk 'BEGIN { while (i++ < 101) printf "x"; print "" }' >>"$bad/src/io/i.c"
noticed lengths 'io/i.c:6: 101 columns'
if command -v ctags >/dev/null; then
	good_tree
	{ echo 'int f(void)'; echo '{'
		awk 'BEGIN { while (i++ < 68) print "\tg();" }'
		echo '}'; } >>"$bad/src/io/i.c"
	noticed lengths 'f() has 71 lines'
fi

silent rooms
echo 'int x;' >"$bad/src/core/three.c"
noticed rooms 'three.c: no SPDX line'
printf '/* SPDX-License-Identifier: MIT\n *\n * three.\n */\n' \
	>"$bad/src/core/three.c"
noticed rooms 'three.c: does not say'

silent closed
echo 'EVENT(NEW, "new_one", QUIET, "x")' >>"$bad/src/core/event.def"
noticed closed 'event "new_one"'
good_tree
echo '  event    said' >"$bad/tests/transcripts/b.txt"
noticed closed 'b.txt: not in'
good_tree
sed -i 's/hello/goodbye/' "$bad/handlers/cmd_x.c"
noticed closed 'command "goodbye"'

# A tree with all the rows, each with its test.
fault_tree() {
	good_tree
	mkdir -p "$bad/docs" "$bad/tests/e2e"
	{ seq -f 'F%.0f' 1 46; seq 57 73; } | while read -r row; do
		echo "| $row | it breaks | it is mended | one, \`x.c\` |" \
			>>"$bad/docs/faults.md"
		echo "test(\"$row it is mended\", () => {});" \
			>>"$bad/tests/e2e/one.test.mjs"
	done
}

fault_tree
"$here/faults.sh" "$bad" || failed=1
sed -i '/F17 /d' "$bad/tests/e2e/one.test.mjs"
noticed faults "one.test.mjs: no test's name begins with F17"
fault_tree
sed -i '/^| 60 /d' "$bad/docs/faults.md"
noticed faults 'nothing proves 60'

silent places
echo '# see /home''/ana/incbot' >>"$bad/tests/run.sh"
noticed places 'run.sh:6:'
good_tree
echo '/* TO''DO: later */' >>"$bad/src/io/i.c"
noticed places 'i.c:6:'

silent shell
echo 'cd $nowhere; rm -rf *' >>"$bad/tests/run.sh"
noticed shell 'run.sh'

# Purity looks at an archive: one that asks for the time is not pure.
if command -v gcc >/dev/null && command -v ar >/dev/null; then
	good_tree
	echo '#include <string.h>
		int f(const char *s) { return (int)strlen(s); }' >"$bad/f.c"
	echo '#include <time.h>
		long g(void) { return (long)time(0); }' >"$bad/g.c"
	(cd "$bad" && gcc -O0 -c f.c g.c && ar rc good.a f.o &&
		ar rc bad.a f.o g.o)
	"$here/purity.sh" "$bad/good.a" || failed=1
	if "$here/purity.sh" "$bad/bad.a" >"$bad/said" ||
		! grep -q 'outside: time$' "$bad/said"; then
		echo "purity does not notice time()"
		failed=1
	fi
fi
exit $failed
