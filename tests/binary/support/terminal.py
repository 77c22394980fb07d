# Runs a command on a pseudo-terminal and copies what it shows to stdout: terminal.py COMMAND...
# The command's stdout goes to the file that the variable STDOUT names, if there is one; ROWS and
# COLUMNS are the terminal's size.
import fcntl, os, pty, struct, sys, termios

def command():
    size = [int(os.environ.pop(name, 0)) for name in ("ROWS", "COLUMNS")]
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    path = os.environ.pop("STDOUT", None)
    if path:
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    os.execv(sys.argv[1], sys.argv[1:])

pid, terminal = pty.fork()
if pid == 0:
    command()
while True:
    try:
        shown = os.read(terminal, 65536)
    except OSError:
        break
    if not shown:
        break
    os.write(1, shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
