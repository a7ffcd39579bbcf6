# Reads the table `floors`, then every source given, and says which include
# climbs to a floor it may not see, or a foreign header without its owner.
#
# SPDX-License-Identifier: AGPL-3.0-or-later
FNR == 1 { file++; folder = ""; if (FILENAME != "floors" && file > 1) {
	n = split(FILENAME, part, "/")
	folder = n == 2 ? "main" : part[2] } }
file == 1 && /^#/ { next }
file == 1 && /^owner / { sub(/:$/, "", $2); owner[$2] = $3; next }
file == 1 && /:/ { sub(/:.*/, "", $1); name = $1; may[name, name] = 1
	for (i = 2; i <= NF; i++) may[name, $i] = 1; next }
file > 1 && /^#include "/ { split($0, q, "\""); split(q[2], p, "/")
	seen++
	if (q[2] !~ /\//) p[1] = folder
	if (!((folder, p[1]) in may)) {
		print FILENAME ":" FNR ": " folder " may not include " q[2]; bad = 1 } }
file > 1 && /^#include </ { split($0, q, /[<>]/)
	for (o in owner) if (index(q[2], o) == 1 && index(FILENAME, owner[o]) != 1) {
		print FILENAME ":" FNR ": " q[2] " belongs to " owner[o]; bad = 1 } }
END { if (!bad) print "floors: " seen " includes keep to their floors"; exit bad }
