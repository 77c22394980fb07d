export const fish = String
  .raw`# fish completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install
function __kubectl_apprepo_complete
    set -l typed (commandline -ct | string replace -r '^["\']' '')
    set -l words (commandline -opc | string replace -r '^~/' "$HOME/")
    set -l lines (command $words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
    set -l directive (string replace -r '^:' '' -- $lines[-1])
    # fish completes the whole word, with the flag in it.
    set -l before (string match -r -- '^-[^=]*=' $typed)
    set -l value (string replace -r -- '^-[^=]*=' '' $typed)
    set -l offers $lines[1..-2]
    if test (count $lines) -eq 1
        if test (math "bitand($directive, 16)") -ne 0
            set offers (__fish_complete_directories "$value")
        else if test (math "bitand($directive, 4)") -eq 0
            set offers (__fish_complete_path "$value")
        end
    end
    for offer in $offers
        echo "$before$offer"
    end
end
complete -c kubectl-apprepo -f -a '(__kubectl_apprepo_complete)'
`;
