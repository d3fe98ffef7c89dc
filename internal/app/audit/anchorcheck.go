package audit

import (
	"fmt"
	"iter"
	"path/filepath"
	"time"

	"github.com/danganku/danganku/internal/domain"
)

// anchorCheck holds the chain to one anchor file while the chain is walked. It looks one line ahead and holds no other.
type anchorCheck struct {
	name  string
	next  func() (anchorLine, error, bool)
	stop  func()
	close func() error

	ahead     anchorLine
	more      bool
	link      string // of the last whole line
	torn      int    // a damaged line that no whole one follows yet; 0: none
	tornEnded bool

	highest  uint64 // number of an anchor
	wentBack bool   // reported that a number was lower
	agreed   Anchor // the last that the chain agreed with
	broken   bool   // the chain disagreed with one; those after it say nothing new
	checked  int
	faults   []domain.AuditFault
}

// newAnchorCheck reads the file as it is now; only what was anchored before a walk begins may be held against it.
func newAnchorCheck(file AnchorFile) (*anchorCheck, error) {
	lines, closeFile, err := file.open()
	if err != nil {
		return nil, err
	}
	c := &anchorCheck{name: filepath.Base(file.Path), close: closeFile}
	c.next, c.stop = iter.Pull2(lines)
	if err := c.advance(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *anchorCheck) end() error {
	c.stop()
	return c.close()
}

func (c *anchorCheck) fault(no uint64, format string, args ...any) {
	if len(c.faults) == maxFaults {
		return
	}
	where := fmt.Sprintf("锚点文件%s第%d行（%s）：", c.name, c.ahead.no, c.ahead.anchor.At.UTC().Format(time.RFC3339))
	c.faults = append(c.faults, domain.AuditFault{SealNo: no, Reason: where + fmt.Sprintf(format, args...)})
}

// advance reads on to the next line that the chain can be held to, and judges the file by itself.
func (c *anchorCheck) advance() error {
	for {
		line, err, more := c.next()
		if err != nil {
			return err
		}
		if c.more = more; !more {
			c.tail()
			return nil
		}
		if !line.whole {
			c.torn, c.tornEnded = line.no, line.ended
			continue
		}
		c.ahead = line
		c.checked++
		c.torn = 0
		if line.anchor.Link != line.anchor.linkAfter(c.link) {
			c.fault(line.anchor.No, "与前一行不衔接：该行或其前的行被改动、删除、插入或调换")
		}
		c.link = line.anchor.Link
		if uint64(line.anchor.Count) != line.anchor.No {
			c.fault(line.anchor.No, "当时应有%d条已封存条目，实有%d条", line.anchor.No, line.anchor.Count)
		}
		if line.anchor.No >= c.highest {
			c.highest = line.anchor.No
			return nil
		}
		if !c.wentBack {
			c.wentBack = true
			c.fault(line.anchor.No, "链从第%d号退回到第%d号：尾部曾被截去，或换了数据库", c.highest, line.anchor.No)
		}
	}
}

// tail judges what ends a file: a crash leaves at most a piece of a line without its break.
func (c *anchorCheck) tail() {
	if c.torn != 0 && c.tornEnded {
		c.faults = append(c.faults, domain.AuditFault{Reason: fmt.Sprintf("锚点文件%s第%d行已损坏", c.name, c.torn)})
	}
}

// meet compares the entry with the anchors of its number.
func (c *anchorCheck) meet(entry *domain.AuditEntry) error {
	for c.more && c.ahead.anchor.No <= entry.SealNo {
		anchor := c.ahead.anchor
		switch {
		case c.broken:
		case anchor.No < entry.SealNo:
			c.broken = true
			c.fault(anchor.No, "链中没有第%d号条目", anchor.No)
		case anchor.Seal != entry.Seal:
			c.broken = true
			c.fault(anchor.No, "第%d号的封印与锚点不符：第%d号至第%d号之间有条目被改写并重新封存", anchor.No, c.agreed.No+1, anchor.No)
		default:
			c.agreed = anchor
		}
		if err := c.advance(); err != nil {
			return err
		}
	}
	return nil
}

// finish judges anchors beyond the end of the chain.
func (c *anchorCheck) finish(last uint64) error {
	for c.more {
		if !c.broken {
			c.broken = true
			c.fault(c.ahead.anchor.No, "链曾到第%d号，现只到第%d号：尾部条目被截去，或换了数据库", c.ahead.anchor.No, last)
		}
		if err := c.advance(); err != nil {
			return err
		}
	}
	return nil
}
