package domain

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Longest texts a record takes, in characters.
const (
	maxNameLength = 100
	maxTextLength = 500
)

func digestsPresent(in *inspection) (InspectionResult, string) {
	var faults []string
	for _, file := range in.draft.Files() {
		if in.facts[file].Digest == "" {
			faults = append(faults, file+" 没有数字摘要")
		}
	}
	return verdict(faults, "%d个文件均已计算SHA-512摘要", len(in.draft.Files()))
}

// element is a text of the record with its name and the row it came from.
type element struct {
	row        int
	name, text string
}

func (d *Draft) elements() []element {
	list := []element{{d.Row, "姓名", d.Name}, {d.Row, "所属单位", d.Employer}, {d.Row, "户籍所在地", d.HukouPlace},
		{d.Row, fieldCode, d.ArchivalCode}, {d.Row, "保管期限", d.Retention}, {d.Row, "备注", d.Remark}}
	for _, m := range d.Materials {
		list = append(list, element{m.Row, "材料名称", m.Title}, element{m.Row, "备注", m.Remark})
	}
	return list
}

func (e element) where() string {
	if e.row == 0 {
		return e.name
	}
	return fmt.Sprintf("第%d行%s", e.row, e.name)
}

func lengthsKept(in *inspection) (InspectionResult, string) {
	var faults []string
	for _, e := range in.draft.elements() {
		limit := maxTextLength
		if e.name == "姓名" || e.name == fieldCode {
			limit = maxNameLength
		}
		if n := utf8.RuneCountInString(e.text); n > limit {
			faults = append(faults, fmt.Sprintf("%s%d字，超过%d字", e.where(), n, limit))
		}
	}
	return verdict(faults, "各项均不超长")
}

func charactersKept(in *inspection) (InspectionResult, string) {
	var faults []string
	for _, e := range in.draft.elements() {
		if lossy(e.text) {
			faults = append(faults, e.where()+"含有控制字符或丢失的字符")
		}
	}
	for _, v := range in.violations {
		if v.Rule == R20 && v.Row > 0 && v.Field == "" && v.Level == Block { // a row that lost characters on reading
			faults = append(faults, v.String())
		}
	}
	return verdict(faults, "无控制字符和丢失的字符")
}

// attributesAgree notes a wrong extension without failing: the file is kept under what it is, and rule R18 names it.
func attributesAgree(in *inspection) (InspectionResult, string) {
	var odd []string
	for _, file := range in.draft.Files() {
		if wrong := in.facts[file].Wrong; wrong != "" {
			odd = append(odd, file+" "+wrong)
		}
	}
	if len(odd) > 0 {
		return InspectionPass, "按实际内容识别：" + some(odd)
	}
	return InspectionPass, "文件名、格式、大小与内容一致"
}

func rowsHaveFiles(in *inspection) (InspectionResult, string) {
	var faults []string
	for _, m := range in.draft.Materials {
		if len(m.Files) == 0 {
			faults = append(faults, m.where()+"没有影像")
		}
	}
	return verdict(faults, "%d条目录均有影像", len(in.draft.Materials))
}

func catalogueRegular(in *inspection) (InspectionResult, string) {
	if !in.draft.HasCatalog {
		return InspectionNone, "未附目录，入库后著录"
	}
	return InspectionPass, fmt.Sprintf("目录%d条，列名可识别", len(in.draft.Materials))
}

// packageFaults are the entries that could not be taken out of the package safely or at all.
func (in *inspection) packageFaults() []string {
	var faults []string
	for _, v := range in.violations {
		if v.Rule == R20 && v.Level == Block && v.File != "" && v.Row == 0 {
			faults = append(faults, v.Message)
		}
	}
	return faults
}

func packageRegular(in *inspection) (InspectionResult, string) {
	return verdict(in.packageFaults(), "文件名与文件夹结构规范，全部文件可取出")
}

func countItems(in *inspection) (InspectionResult, string) {
	d := in.draft
	if len(d.Files()) == 0 {
		return InspectionFail, "没有影像文件"
	}
	return InspectionPass, fmt.Sprintf("目录%d件，影像文件%d个", len(d.Materials), len(d.Files()))
}

func countBytes(in *inspection) (InspectionResult, string) {
	var total int64
	var faults []string
	for _, file := range in.draft.Files() {
		facts, inspected := in.facts[file]
		if inspected && facts.Size == 0 {
			faults = append(faults, file+" 为空文件")
		}
		total += facts.Size
	}
	return verdict(faults, "共%d字节", total)
}

func elementsPresent(in *inspection) (InspectionResult, string) {
	d := in.draft
	var faults []string
	if strings.TrimSpace(d.Name) == "" {
		faults = append(faults, "缺少姓名")
	}
	if d.IDNumber == "" {
		faults = append(faults, "缺少身份证号")
	}
	return verdict(faults, "姓名、身份证号齐全")
}

func catalogueReadable(in *inspection) (InspectionResult, string) {
	if !in.draft.HasCatalog {
		return InspectionNone, "未附目录，入库后著录"
	}
	return InspectionPass, "目录表格可打开"
}

func formatsAccepted(in *inspection) (InspectionResult, string) {
	var kinds []string
	for _, file := range in.draft.Files() {
		if kind := in.facts[file].MediaType; kind != "" && !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	slices.Sort(kinds)
	return byRules("格式："+strings.Join(kinds, "、"), on(R18))(in)
}

func filesReadable(in *inspection) (InspectionResult, string) {
	var faults []string
	for _, file := range in.draft.Files() {
		facts, inspected := in.facts[file]
		switch {
		case !inspected:
			faults = append(faults, file+" 未检测")
		case facts.Problem != "":
			faults = append(faults, file+" "+facts.Problem)
		}
	}
	return verdict(faults, "%d个文件均可解码", len(in.draft.Files()))
}

func notEncrypted(in *inspection) (InspectionResult, string) {
	var faults []string
	for _, fault := range in.packageFaults() {
		if strings.Contains(fault, "加密") || strings.Contains(fault, "压缩") {
			faults = append(faults, fault)
		}
	}
	return verdict(faults, "未使用加密和私有压缩")
}

// extraneousFiles lists what lay in the package and is neither image nor sheet; such files are left out and harm nothing.
func extraneousFiles(in *inspection) (InspectionResult, string) {
	var extra []string
	for _, v := range in.violations {
		if v.Rule == R20 && v.Level == Warn && v.File != "" {
			extra = append(extra, v.File)
		}
	}
	if len(extra) > 0 {
		return InspectionPass, "未收入：" + some(extra)
	}
	return InspectionPass, "无多余文件"
}
