package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/danganku/danganku/internal/app/audit"
)

func (in *installation) wireAudit() {
	own := in.config.anchorFile()
	in.trail = &audit.Watch{Interval: in.config.AuditVerify, Own: own, Node: hostName(),
		Verifier: audit.Verifier{Store: in.store, Clock: in.clock, Anchors: []audit.AnchorFile{own}}}
}

// anchorFile is where this process anchors. In a folder that several nodes may share each installation has a file of its own,
// named after the host and the data folder.
func (c *Config) anchorFile() audit.AnchorFile {
	if c.AuditAnchor == "" {
		return audit.AnchorFile{Path: c.path("audit-anchor.log")}
	}
	if info, err := os.Stat(c.AuditAnchor); err != nil || !info.IsDir() {
		return audit.AnchorFile{Path: c.AuditAnchor}
	}
	sum := sha256.Sum256([]byte(c.Data))
	return audit.AnchorFile{Path: filepath.Join(c.AuditAnchor, "audit-anchor-"+hostName()+"-"+hex.EncodeToString(sum[:4])+".log")}
}

func hostName() string {
	host, err := os.Hostname()
	if err != nil {
		return "node"
	}
	return host
}

// lookInterval is how often to look whether a verification is due: nodes that share the work agree by looking.
func (c *Config) lookInterval() time.Duration {
	if c.AuditVerify <= 0 {
		return time.Hour
	}
	return min(max(c.AuditVerify/10, time.Second), time.Hour)
}

func (in *installation) verifyTrail(ctx context.Context, logger *slog.Logger) error {
	found, err := in.trail.VerifyIfDue(ctx)
	if err != nil || found == nil {
		return err
	}
	figures := []any{"entries", found.Entries, "anchors", found.Anchors, "took", found.Took.Round(time.Millisecond)}
	if found.Clean() {
		logger.Info("audit trail holds", figures...)
		return nil
	}
	logger.Error("audit trail does not hold", append(figures, "faults", len(found.Faults), "first", found.Faults[0].String())...)
	return nil
}
