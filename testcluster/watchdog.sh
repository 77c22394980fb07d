# Runs a program that ends when the process that started this script ends, however that ends.
# Arguments: the folder to remove once nobody is left to do it, the log file, the command.
# Prints the program's process id; exits as the program does.
#
# Standard input is a pipe that only the parent holds open, and writes nothing to: when it closes,
# the parent is gone. Ctrl-C goes to the whole process group; it is ignored here so that the parent
# ends things in its own order.
folder=$1 log=$2
shift 2
trap '' HUP INT QUIT
trap 'kill -KILL "$child"; wait "$child"; rm -rf "$folder"; exit 1' TERM
exec 3<&0
"$@" </dev/null 3<&- >>"$log" 2>&1 &
child=$!
echo "$child"
{ read -r _ <&3; kill -TERM $$; } &
guard=$!
wait "$child"
code=$?
kill -KILL "$guard"
exit "$code"
