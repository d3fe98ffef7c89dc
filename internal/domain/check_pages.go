package domain

import (
	"path"
	"strings"
)

// IsCoverScan knows scans of a dossier's cover, bag or own catalogue by the words in their path. They are kept with the
// dossier but are pages of no material.
func IsCoverScan(file string) bool {
	for part := range strings.SplitSeq(strings.TrimSuffix(file, path.Ext(file)), "/") {
		word := strings.Trim(part, "0123456789-_ .()（）")
		switch word {
		case "目录", "封面", "封底", "封皮", "档案袋", "卷皮", "卷内目录", "卷内备考表", "备考表", "人事档案目录":
			return true
		}
	}
	return false
}
