#!/usr/bin/env bash
# Fails on an #include that climbs: a file may include its own folder and lower floors, stats and linkage only base, and a
# room no other room but by the three arrows. Reads the #include lines of src/ and the views that templates name. TAP.
set -euo pipefail

# What each folder may include besides itself.
declare -A may=(
	[base]=''
	[store]='base'
	[catalogue]='base store'
	[stats]='base'
	[linkage]='base'
	[access]='base store'
	[web]='base store catalogue stats linkage access'
	[demo]='base catalogue'
)
rooms='people measure strategy directory voice returns'
for room in $rooms; do
	may[$room]="${may[web]} web"
done
may[measure]+=' people'
may[strategy]+=' measure'
may[returns]+=' people'

faults=0 n=0
while IFS=: read -r file line target; do
	folder=${file#*/}
	folder=${folder%%/*}
	[[ $file == templates/partials/* ]] && folder=web
	[[ $file == src/main.c ]] && continue
	to=${target%%/*}
	n=$((n + 1))
	if [ -z "${may[$folder]+known}" ]; then
		echo "# $file: tools/floors.sh does not know the folder $folder"
	elif [[ $target != */* ]]; then
		echo "# $file:$line: \"$target\" is included without its folder"
	elif [ "$to" = "$folder" ] || [ "$to" = templates ] || [[ " ${may[$folder]} " == *" $to "* ]]; then
		continue
	else
		echo "# $file:$line: $folder may not include $target (it may include: $folder ${may[$folder]})"
	fi
	faults=$((faults + 1))
done < <(grep -rnHoE '^#include "[^"]+"' src | sed 's/#include "\(.*\)"/\1/'
	grep -rnHoE '^\{template .* from "[^"]+"\}' templates | sed 's/{template.* from "\(.*\)"}/\1/')

if [ "$faults" -eq 0 ]; then
	echo "ok 1 - floors: none of $n includes climbs"
else
	echo "not ok 1 - floors: $faults of $n includes climb"
fi
echo "1..1"
[ "$faults" -eq 0 ]
