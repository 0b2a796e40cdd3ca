/**
 * The completion script for bash. It passes the words on as they are: neither a command in a word that is still being
 * typed, nor one in an answer, is ever run. (That of `@bomb.sh/tab` evaluates the typed words: `$(…)` runs, and
 * `> file` empties the file, at the key Tab.) Words that bash splits at `=` and `:` are joined again. `@{` stands for
 * an expansion.
 */
export const bashCompletion = String.raw`# bash completion for tconv
_tconv() {
	local rest=$COMP_LINE words=() stripped word index line directive=0 cur lead
	for ((index = 0; index <= COMP_CWORD; index++)); do
		word=@{COMP_WORDS[index]}
		stripped=@{rest#"@{rest%%[![:space:]]*}"}
		if ((index > 0)) && [[ $stripped == "$rest" && -n $word ]]; then
			words[@{#words[@]}-1]+=$word
		else
			words+=("$word")
		fi
		rest=@{stripped#"$word"}
	done
	cur=@{words[@{#words[@]}-1]}
	lead=@{cur%"@{cur##*[=:]}"}
	COMPREPLY=()
	while IFS= read -r line; do
		case $line in
		:*) directive=@{line#:} ;;
		?*)
			line=@{line%%$'\t'*}
			COMPREPLY+=("@{line#"$lead"}")
			;;
		esac
	done < <(tconv complete -- "@{words[@]:1}" 2>/dev/null)
	((directive & 2)) && compopt -o nospace
	((directive & 4)) || compopt -o default
	return 0
}
complete -F _tconv tconv
`.replaceAll('@{', '\u0024{');
