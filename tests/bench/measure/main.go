// Measure runs a command and prints how long it took and how much memory it had at its peak, as one
// line of JSON. The command's own output is dropped, unless it fails.
//
// It is a small program of its own because a process inherits the peak of the one that started it:
// under Deno, a command of 5 MB would be measured as 70 MB.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"
)

type measurement struct {
	Milliseconds float64 `json:"milliseconds"`
	// Resident set size at its largest.
	PeakBytes int64 `json:"peakBytes"`
	// User and system time.
	CPUMilliseconds float64 `json:"cpuMilliseconds"`
}

func main() {
	if len(os.Args) < 2 {
		fail("usage: measure COMMAND [ARGUMENT...]")
	}
	var output bytes.Buffer
	command := exec.Command(os.Args[1], os.Args[2:]...)
	command.Stdout = &output
	command.Stderr = &output
	begin := time.Now()
	if err := command.Run(); err != nil {
		fail("%v: %v\n%s", os.Args[1:], err, output.String())
	}
	state := command.ProcessState
	result := measurement{
		Milliseconds:    milliseconds(time.Since(begin)),
		PeakBytes:       peakBytes(state),
		CPUMilliseconds: milliseconds(state.UserTime() + state.SystemTime()),
	}
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		fail("%v", err)
	}
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration) / float64(time.Millisecond)
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}
