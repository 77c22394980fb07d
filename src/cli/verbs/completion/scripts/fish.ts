export const fish = String
  .raw`# fish completion of kubectl-apprepo. For 'kubectl apprepo': kubectl apprepo completion install
function __kubectl_apprepo_complete
    set -l typed (commandline -ct)
    set -l words (commandline -opc)
    set -l lines (command $words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
    set -l directive (string replace -r '^:' '' -- $lines[-1])
    # fish completes the whole word, with the flag in it.
    set -l before (string match -r -- '^-[^=]*=' $typed)
    for line in $lines[1..-2]
        echo "$before$line"
    end
    if test (count $lines) -lt 2
        if test (math "bitand($directive, 16)") -ne 0
            __fish_complete_directories (string replace -r -- '^-[^=]*=' '' $typed)
        else if test (math "bitand($directive, 4)") -eq 0
            __fish_complete_path (string replace -r -- '^-[^=]*=' '' $typed)
        end
    end
end
complete -c kubectl-apprepo -f -a '(__kubectl_apprepo_complete)'
`;
