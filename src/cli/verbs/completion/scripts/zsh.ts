export const zsh = String.raw`#compdef kubectl-apprepo
# zsh completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install
_kubectl-apprepo() {
    local -a typed lines offers space
    local line value directive=0
    typed=("\${(@)\${(@Q)words[1,CURRENT]}/#\~\//$HOME/}")
    # A quote that is still open stays on its word.
    typed[-1]=\${typed[-1]#[\"\']}
    [[ \${typed[-1]} == -*=[\"\']* ]] && typed[-1]=\${typed[-1]%%=*}=\${typed[-1]#*=?}
    lines=("\${(@f)$("\${typed[1]}" __complete "\${(@)typed[2,-1]}" 2>/dev/null)}")
    for line in "\${lines[@]}"; do
        if [[ $line == :* ]]; then
            directive=\${line#:}
        elif [[ -n $line ]]; then
            # A colon ends what _describe takes for the value, unless a backslash stands before it.
            value=\${\${\${line%%$'\t'*}//\\/\\\\}//:/\\:}
            if [[ $line == *$'\t'* ]]; then
                offers+=("$value:\${line#*$'\t'}")
            else
                offers+=("$value")
            fi
        fi
    done
    [[ $PREFIX == -*=* ]] && compset -P 1 '*='
    ((directive & 2)) && space=(-S '')
    if ((\${#offers})); then
        _describe -t kubectl-apprepo 'kubectl-apprepo' offers "\${space[@]}"
    elif ((directive & 16)); then
        _files -/
    elif ! ((directive & 4)); then
        _files
    fi
}
if [[ $funcstack[1] == _kubectl-apprepo ]]; then
    _kubectl-apprepo
else
    compdef _kubectl-apprepo kubectl-apprepo
fi
`.replaceAll("\\${", "${");
