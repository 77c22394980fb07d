/** For bash 3.2 and newer: what macOS has is of 2007. */
export const bash = String
  .raw`# bash completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install

# Sets plain to what the shell makes of a word: its quotes, ~ and $NAME. A word that could run
# something is left as it is.
_kubectl_apprepo_plain() {
    plain=$1
    [[ $1 == *[!][:alnum:]_./:=@%+,~^\$\"\'\\\ -]* ]] && return
    { eval "plain=$1" || eval "plain=$1\"" || eval "plain=$1'" || plain=$1; } 2>/dev/null
}

_kubectl_apprepo() {
    local words=() offers=() word line plain typed piece quote='' last directive=0
    COMPREPLY=()
    # bash 4 and newer part words at =, : and @, which are parts of ours.
    for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
        last=$((\${#words[@]} - 1))
        if ((last >= 0)) && [[ $word == [=:@]* || \${words[last]} == *[=:@] ]] && [[ -n $word ]]; then
            words[last]+=$word
        else
            words+=("$word")
        fi
    done
    word=\${COMP_WORDS[COMP_CWORD]}
    last=$((\${#words[@]} - 1))
    if [[ -z $word ]] && ((last > 0)) && [[ \${COMP_WORDS[COMP_CWORD - 1]} == [=:@] && $COMP_LINE != *[[:space:]] ]]; then
        unset "words[last]"
    fi
    # $2 is what will be replaced, without the quote that is open before it.
    case $word in
    *\'"$2") quote=\' ;;
    *\""$2") quote=\" ;;
    esac
    for last in "\${!words[@]}"; do
        _kubectl_apprepo_plain "\${words[last]}"
        words[last]=$plain
    done
    typed=$plain
    [[ $typed == -*=* ]] && typed=\${typed#*=}
    _kubectl_apprepo_plain "$quote$2"
    piece=$plain
    _kubectl_apprepo_plain "\${COMP_WORDS[0]}"
    while IFS= read -r line; do
        if [[ $line == :* ]]; then directive=\${line#:}; else offers+=("$line"); fi
    done < <("$plain" __complete "\${words[@]}" 2>/dev/null)
    for line in "\${offers[@]}"; do
        word=\${line%%$'\t'*}
        word=\${word#"\${typed%"$piece"}"}
        # A name that the shell would take for more than a name must not get into the line as it is.
        case $quote in
        \') [[ $word == *\'* ]] && continue ;;
        \") [[ $word == *[\\\$\"!$'\x60']* ]] && continue ;;
        *) [[ -n $word ]] && printf -v word %q "$word" && word=\${word//\\,/,} ;;
        esac
        # 63 asks for the list alone, with room for more.
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

if ((BASH_VERSINFO[0] > 3)); then
    complete -F _kubectl_apprepo kubectl-apprepo
else
    # Without compopt, files are offered wherever there is nothing else.
    complete -o default -F _kubectl_apprepo kubectl-apprepo
fi
`.replaceAll("\\${", "${");
