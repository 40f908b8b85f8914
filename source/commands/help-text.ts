/** What `--help` prints. */
export const helpText = `Usage
  mlops-tui                      console for the first host of the config; without a config, for this machine
  mlops-tui user@host[:port]     console over SSH; its compose projects are found by their labels
  mlops-tui HOST                 console for a host of the config
  mlops-tui --demo[=SCENARIO]    console on a practice server inside the program; goes with every command
  mlops-tui check                every check once; a table, or --json
  mlops-tui doctor [HOST]        the way to a host, its Docker and its SQL Server, step by step; a table, or --json
  mlops-tui logs SOURCE          a log by its name, or all: services and jobs together, in the order of time
  mlops-tui restart SERVICE...   restarts services (or PROJECT/SERVICE) and watches what becomes of them
  mlops-tui restart --exited     restarts every unprotected service that has exited and should not have
  mlops-tui run JOB              builds a job (or PROJECT/JOB) and runs it; it goes on when the connection is lost

Options
  --config FILE      config to use instead of ./mlops-tui.yml or ~/.config/mlops-tui/config.yml
  --host NAME        host of the config, or user@host[:port]
  --readonly         only look; nothing on the host can be changed
  --json             what a command found, as JSON
  --no-color         no colours
  --ascii            only ASCII characters
  --refresh SECONDS  seconds between two signs of life of a quiet source, 1 to 60
  --version          version
  --help, -h         this text

Options of logs
  --errors           the errors with their tracebacks, instead of every line
  --grep RE          lines that match; !RE those that do not. Without a capital letter case does not matter
  --context LINES    lines around each that --grep finds
  --since, --until   2h ago, or a time by the clock of the host: '2026-11-20 06:00'
  --follow           goes on with what is written
  --fail-on-error    exit code 1 when --errors found any, 3 when not all could be searched

Exit codes of check and doctor: 0 ok, 1 warning, 2 critical, 3 unknown.
Of restart: 0 when every service came up, else 1. Of run: the run's own, or 17 when its build failed.
A wrong command line exits 64, a wrong config 78.
`;
