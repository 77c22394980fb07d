/** For bash 3.2 and newer: what macOS has is of 2007. */
export const bash = String
  .raw`# bash completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install
_kubectl_apprepo() {
    local words=() offers=() word line typed piece directive=0
    COMPREPLY=()
    # bash parts words at = and :, which are parts of ours.
    for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
        local last=$((\${#words[@]} - 1))
        if ((last >= 0)) && [[ $word == [=:]* || \${words[last]} == *[=:] ]] && [[ -n $word ]]; then
            words[last]+=$word
        else
            words+=("$word")
        fi
    done
    word=\${COMP_WORDS[COMP_CWORD]}
    last=$((\${#words[@]} - 1))
    if [[ -z $word ]] && ((last > 0)) && [[ \${COMP_WORDS[COMP_CWORD - 1]} == [=:] && $COMP_LINE != *[[:space:]] ]]; then
        unset "words[last]"
        last=$((last - 1))
    fi
    typed=\${words[last]}
    [[ $typed == -*=* ]] && typed=\${typed#*=}
    piece=$word
    [[ $piece == [=:] ]] && piece=
    while IFS= read -r line; do
        if [[ $line == :* ]]; then directive=\${line#:}; else offers+=("$line"); fi
    done < <("\${COMP_WORDS[0]}" __complete "\${words[@]}" 2>/dev/null)
    for line in "\${offers[@]}"; do
        word=\${line%%$'\t'*}
        # bash completes from its last parting on; and 63 asks for the list alone, with room for more.
        word=\${word#"\${typed%"$piece"}"}
        if [[ $COMP_TYPE == 63 && $line == *$'\t'* ]] && ((\${#offers[@]} > 1)); then
            word="$word  (\${line#*$'\t'})"
        fi
        COMPREPLY+=("$word")
    done
    ((directive & 2)) && compopt -o nospace 2>/dev/null
    ((directive & 16)) && compopt -o dirnames 2>/dev/null
    ((directive & 20)) || compopt -o default 2>/dev/null
    return 0
}
complete -F _kubectl_apprepo kubectl-apprepo
`.replaceAll("\\$", "$");
