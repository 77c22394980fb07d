# Runs a program that ends when the process that started this script ends, however that ends.
# Arguments: the folder to remove once nobody is left to do it, the log file, the command.
# Prints the program's process id; exits as the program does.
#
# Standard input is a pipe that only the parent holds open, and writes nothing to: when it closes,
# the parent is gone. Deno may kill this very shell on its way out, at any moment, so that all is
# done by a second shell that it does not know of: that one waits for the program, and its guard
# ends the program when the pipe closes.
# Ctrl-C goes to the whole process group; it is ignored here so that the parent ends things in its
# own order.
folder=$1 log=$2
shift 2
trap '' HUP INT QUIT
exec 3<&0
{
  "$@" </dev/null 3<&- >>"$log" 2>&1 &
  program=$!
  {
    read -r _ <&3
    trap '' TERM
    kill -KILL "$program"
    sleep 1 # while it dies, it may still be writing
    rm -rf "$folder"
  } &
  guard=$!
  echo "$program"
  wait "$program"
  code=$?
  kill -TERM "$guard"
  exit "$code"
} &
wait "$!"
