package main

import (
	"context"
	"fmt"
	"os"
	"time"

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

// reportWorkdays warns of the years whose holidays are not known: this one, and in December, when it is long announced, the next.
func (in *installation) reportWorkdays() {
	for _, year := range in.unknownYears(in.clock.Now()) {
		fmt.Printf("警告　　　没有 %d 年的放假调休安排，期限按周一至周五计算：请用 DANGANKU_WORKDAYS 补上，见手册第7.3节\n", year)
	}
}

func (in *installation) unknownYears(now time.Time) []int {
	var unknown []int
	for year := now.Year(); year <= now.AddDate(0, 1, 0).Year(); year++ {
		if !in.workdays.Covers(year) {
			unknown = append(unknown, year)
		}
	}
	return unknown
}
