export const fish = String
  .raw`# fish completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install
function __kubectl_apprepo_complete
    set -l raw (commandline -ct)
    # The whole word is completed, with the flag in it; what is typed may have quotes and backslashes.
    set -l before (string match -r -- '^-[^=]*=' $raw)
    set -l value (string replace -r -- '^-[^=]*=' '' $raw)
    set -l plain (string unescape -- $value; or string replace -r -- '^["\']' '' $value)
    set -l words (commandline -opc | string replace -r '^~/' "$HOME/")
    set -l lines (command $words[1] __complete $words[2..-1] "$before$plain" 2>/dev/null)
    set -l directive (string replace -r '^:' '' -- $lines[-1])
    set -l offers $lines[1..-2]
    if test (count $lines) -eq 1
        if test (math "bitand($directive, 16)") -ne 0
            set offers (__fish_complete_directories (string replace -r '^~/' "$HOME/" -- "$plain"))
        else if test (math "bitand($directive, 4)") -eq 0
            set offers (complete -C "'' $value")
        end
    end
    for offer in $offers
        echo "$before$offer"
    end
end
complete -c kubectl-apprepo -f -a '(__kubectl_apprepo_complete)'
`;
