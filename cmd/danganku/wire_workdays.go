package main

import (
	"context"
	"fmt"
	"os"

	"github.com/danganku/danganku/internal/domain"
)

// readWorkdays takes the working days that are shipped, with the years of a file added or replaced: the State Council
// announces a year in the November before it, and an office without a network gets the file by hand.
func (in *installation) readWorkdays(context.Context) error {
	var err error
	if in.workdays, err = domain.ShippedWorkCalendar(); err != nil || in.config.Workdays == "" {
		return err
	}
	file, err := os.Open(in.config.Workdays)
	if err != nil {
		return fmt.Errorf("DANGANKU_WORKDAYS: %w", err)
	}
	defer file.Close()
	own, err := domain.ReadWorkCalendar(file)
	if err != nil {
		return fmt.Errorf("DANGANKU_WORKDAYS: %w", err)
	}
	in.workdays = in.workdays.With(own)
	return nil
}
