package api

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/danganku/danganku/internal/app/audit"
)

type trailHealth = func() audit.Health

// trailCollectors tell what the newest verification of the audit trail found. Times are 0 for what is not known.
func trailCollectors(health trailHealth) []prometheus.Collector {
	gauges := []struct {
		name, help string
		value      func(audit.Health) float64
	}{
		{"danganku_audit_verified_timestamp_seconds", "Time of the newest verification of the audit trail.",
			func(h audit.Health) float64 { return unixOf(h.VerifiedAt) }},
		{"danganku_audit_clean_timestamp_seconds", "Time of the newest verification of the audit trail without faults.",
			func(h audit.Health) float64 { return unixOf(h.CleanAt) }},
		{"danganku_audit_faults", "Faults that the newest verification of the audit trail found.",
			func(h audit.Health) float64 { return float64(h.Faults) }},
		{"danganku_audit_verified_entries", "Entries that the newest verification of the audit trail walked.",
			func(h audit.Health) float64 { return float64(h.Entries) }},
		{"danganku_audit_verification_seconds", "Duration of the newest verification of the audit trail.",
			func(h audit.Health) float64 { return h.Took.Seconds() }},
		{"danganku_audit_anchored_timestamp_seconds", "Time at which this node anchored the audit trail last.",
			func(h audit.Health) float64 { return unixOf(h.AnchoredAt) }},
	}
	collectors := make([]prometheus.Collector, len(gauges))
	for i, gauge := range gauges {
		collectors[i] = prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: gauge.name, Help: gauge.help},
			func() float64 { return gauge.value(health()) })
	}
	return collectors
}

func unixOf(at time.Time) float64 {
	if at.IsZero() {
		return 0
	}
	return float64(at.Unix())
}
