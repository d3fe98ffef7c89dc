package pack

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/danganku/danganku/internal/sheet"
)

// cleanName turns a name as an archive or a disk gives it into a path of the package: UTF-8, slashes, relative, without
// "." and "..". A name that cannot be one is refused; fault then says why, in Chinese, and name is fit to be shown.
func cleanName(raw string, utf8Flag bool, limits Limits) (name, fault string) {
	name, ok := decodeName(raw, utf8Flag)
	if !ok {
		return printable(raw), "的文件名编码无法识别（应为UTF-8或GB18030），请改名后重新打包"
	}
	if fault = nameFault(name, limits); fault != "" {
		return printable(name), fault
	}
	return path.Clean(name), ""
}

// decodeName reads a name as UTF-8, else as GB18030, which Windows tools write without saying so. Zip readers that take
// such bytes for code page 437 show mojibake; the bytes are the same.
func decodeName(raw string, utf8Flag bool) (string, bool) {
	if utf8.ValidString(raw) {
		return raw, !strings.ContainsRune(raw, utf8.RuneError)
	}
	if utf8Flag {
		return "", false
	}
	return sheet.DecodeGB18030(raw)
}

func nameFault(name string, limits Limits) string {
	switch {
	case name == "":
		return "没有文件名"
	case len(name) > limits.MaxNameBytes:
		return "的路径过长，请缩短文件夹名或文件名"
	case strings.ContainsFunc(name, unicode.IsControl):
		return "的文件名含有控制字符，请改名后重新打包"
	case strings.Contains(name, `\`):
		return "的路径含有反斜杠，请用标准ZIP工具重新打包"
	case strings.HasPrefix(name, "/") || hasDriveLetter(name):
		return "是绝对路径，未读取；请用相对路径重新打包"
	}
	parts := strings.Split(strings.TrimSuffix(name, "/"), "/")
	if len(parts) > limits.MaxDepth+1 {
		return "的文件夹层次过深，请减少层次后重新打包"
	}
	for _, part := range parts {
		if fault := partFault(part); fault != "" {
			return fault
		}
	}
	return ""
}

func partFault(part string) string {
	switch {
	case part == "..":
		return "的路径指向包外（..），未读取"
	case part == "" || part == ".":
		return "的路径含有空的一级，请重新打包"
	case len(part) > 255:
		return "的名称过长（超过255字节），请改名后重新打包"
	case strings.Contains(part, ":"):
		return "的名称含有冒号，请改名后重新打包"
	case strings.HasSuffix(part, "."):
		return "的名称以点结尾，请改名后重新打包"
	case isDeviceName(part):
		return "使用了系统设备名，请改名后重新打包"
	}
	return ""
}

func hasDriveLetter(name string) bool {
	return len(name) >= 2 && name[1] == ':' && (name[0]|0x20 >= 'a' && name[0]|0x20 <= 'z')
}

// isDeviceName knows the names that Windows gives to devices, with any extension.
func isDeviceName(part string) bool {
	stem, _, _ := strings.Cut(strings.ToUpper(part), ".")
	stem = strings.TrimRight(stem, " ")
	if slices.Contains([]string{"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}, stem) {
		return true
	}
	digit, isPort := strings.CutPrefix(stem, "COM")
	if !isPort {
		digit, isPort = strings.CutPrefix(stem, "LPT")
	}
	return isPort && len(digit) == 1 && digit[0] >= '1' && digit[0] <= '9'
}

// isSystemFile knows the files that file managers and office programs leave behind; they are passed over in silence.
func isSystemFile(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		lower := strings.ToLower(part)
		if strings.HasPrefix(part, ".") && part != ".." && part != "." || strings.HasPrefix(part, "~$") || lower == "__macosx" || lower == "thumbs.db" ||
			lower == "desktop.ini" || lower == "@eadir" || lower == "$recycle.bin" || lower == "system volume information" {
			return true
		}
	}
	return false
}

// printable makes any bytes fit for a message, at most 200 characters of them.
func printable(raw string) string {
	if name, ok := sheet.DecodeGB18030(raw); ok && !utf8.ValidString(raw) {
		raw = name
	}
	shown := []rune(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, strings.ToValidUTF8(raw, "?")))
	if len(shown) > 200 {
		return string(shown[:200]) + "…"
	}
	return string(shown)
}
