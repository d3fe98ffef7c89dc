// Command danganku runs a personnel-dossier archive: the server with its web interface, and the tools of archive staff and
// operators.
//
// This package is the only one that knows every other; it wires them and holds no rules of its own. Each subcommand is one
// small file.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // days begin at the office's midnight, also on machines without zone data

	"github.com/alecthomas/kong"

	"github.com/danganku/danganku/internal/errs"
)

type cli struct {
	Config

	Serve    serveCmd    `cmd:"" help:"Run the server with its web interface."`
	Ingest   ingestCmd   `cmd:"" help:"Take a package of scanned dossiers (folder or zip) into the archive."`
	Watch    watchCmd    `cmd:"" help:"Take in every package that is put into a folder."`
	Search   searchCmd   `cmd:"" help:"Search dossiers."`
	Verify   verifyCmd   `cmd:"" help:"Re-read everything and compare object store, database, index and audit trail."`
	Rebuild  rebuildCmd  `cmd:"" help:"Restore the catalogue from the object store into an empty database."`
	Reindex  reindexCmd  `cmd:"" help:"Build the search index anew."`
	Transfer transferCmd `cmd:"" help:"Hand over dossiers of an enterprise: rosters, batches, agreements, counter check."`
	Export   exportCmd   `cmd:"" help:"Write the catalogue as JSON lines."`
	Audit    auditCmd    `cmd:"" help:"Verify and export the audit trail."`
	User     userCmd     `cmd:"" help:"Manage users."`
	Office   officeCmd   `cmd:"" help:"Manage archive offices and divisions."`
	Demo     demoCmd     `cmd:"" help:"Write synthetic dossiers as packages and take them in."`
	Doctor   doctorCmd   `cmd:"" help:"Check that this installation can work."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

func main() { os.Exit(run(os.Args[1:])) }

// run is the program; it returns the exit code.
func run(args []string) int {
	var program cli
	parser, err := kong.New(&program, kong.Name("danganku"), kong.UsageOnError(),
		kong.Description("档案库：国有企业退休人员人事档案管理系统。"), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		panic(err) // the definition above is wrong
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "danganku:", err)
		return exitInvalid
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(&program.Config); err != nil {
		return explain(err)
	}
	return 0
}

// Exit codes, so that scripts can tell what happened without reading messages.
const (
	exitInternal    = 1
	exitInvalid     = 2
	exitNotFound    = 3
	exitForbidden   = 4
	exitConflict    = 5
	exitUnavailable = 6
	exitDifferences = 7 // verify found differences
	exitInterrupted = 130
)

var exitCodes = map[errs.Kind]int{
	errs.Invalid: exitInvalid, errs.Unprocessable: exitInvalid, errs.TooLarge: exitInvalid, errs.NotFound: exitNotFound,
	errs.Unauthenticated: exitForbidden, errs.Forbidden: exitForbidden, errs.Conflict: exitConflict, errs.Stale: exitConflict,
	errs.Unavailable: exitUnavailable,
}

// explain tells the user what went wrong and returns the exit code.
func explain(err error) int {
	if errors.Is(err, errDifferences) {
		return exitDifferences
	}
	if errs.IsCanceled(err) {
		fmt.Fprintln(os.Stderr, "danganku: 已中断；再次运行会从中断处继续")
		return exitInterrupted
	}
	var known *errs.Error
	if errors.As(err, &known) && known.Kind != errs.Internal {
		fmt.Fprintf(os.Stderr, "danganku: %s (%s)\n", known.Msg, known.Code)
		for _, field := range known.Fields {
			fmt.Fprintf(os.Stderr, "  %s: %s\n", field.Name, field.Message)
		}
		return exitCodes[known.Kind]
	}
	fmt.Fprintln(os.Stderr, "danganku:", err)
	return exitInternal
}
