package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"

	"golang.org/x/image/draw"

	"github.com/danganku/danganku/internal/domain"
)

// Defect is a planted defect and the rule that should find it.
type Defect struct {
	Folder string // of the person in the package
	Name   string
	Rule   domain.RuleID
	What   string // zh-CN
}

// fault is what is wrong with a dossier of the package with defects.
type fault int

const (
	faultless fault = iota
	wrongCheckCharacter
	missingPage
	numberingGap
	truncatedImage
	lowResolution
	wrongExtension
	orphanImage
	duplicatePerson
	defectDossiers = int(duplicatePerson) + 1
)

func faults() map[fault]Defect {
	return map[fault]Defect{
		wrongCheckCharacter: {Rule: domain.R08, What: "身份证号校验码错误"},
		missingPage:         {Rule: domain.R16, What: "目录页数比影像多一页"},
		numberingGap:        {Rule: domain.R15, What: "材料编号不连续"},
		truncatedImage:      {Rule: domain.R18, What: "影像文件不完整"},
		lowResolution:       {Rule: domain.R18, What: "影像分辨率为200 dpi"},
		wrongExtension:      {Rule: domain.R18, What: "扩展名为jpg，内容为TIFF"},
		orphanImage:         {Rule: domain.R16, What: "影像在目录中没有条目"},
		duplicatePerson:     {Rule: domain.R10, What: "同一人在包中出现两次"},
	}
}

// plantInPlan gives every dossier but the first a defect of its own and plants those that lie in the data; the others are
// planted in the files when they are written.
func plantInPlan(dossiers []*dossier) []Defect {
	for i, d := range dossiers {
		d.fault = fault(i)
		switch d.fault {
		case wrongCheckCharacter:
			d.id = withWrongCheck(d.id)
		case numberingGap:
			d.materials[len(d.materials)-1].item++
		case duplicatePerson:
			code := d.code
			twin := *dossiers[0].person
			d.person = &twin
			d.code = code
		}
	}
	nameFolders(dossiers)
	var planted []Defect
	for _, d := range dossiers {
		if defect, is := faults()[d.fault]; is {
			defect.Name, defect.Folder = d.name, d.folder
			planted = append(planted, defect)
		}
	}
	return planted
}

func withWrongCheck(id domain.IDNumber) domain.IDNumber {
	wrong := byte('0')
	if id[17] == '0' {
		wrong = '1'
	}
	return id[:17] + domain.IDNumber(wrong)
}

// defectDossier writes the dossier as a transfer sheet package does and then damages its first page.
func defectDossier(a *artist, root string, seq int, d *dossier) (int64, error) {
	total, err := transferDossier(a, root, seq, d)
	if err != nil {
		return total, err
	}
	folder := filepath.Join(root, d.folder)
	first := filepath.Join(folder, numberedName(d.materials[0], 1))
	switch d.fault {
	case missingPage:
		last := d.materials[len(d.materials)-1]
		err = os.Remove(filepath.Join(folder, numberedName(last, last.count)))
	case orphanImage:
		err = copyFile(first, filepath.Join(folder, "10-9-01.jpg"))
	case truncatedImage, lowResolution, wrongExtension:
		err = rewrite(first, d.fault)
	}
	if err != nil {
		return total, fmt.Errorf("plant defect: %w", err)
	}
	return total, nil
}

func rewrite(path string, f fault) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	switch f {
	case truncatedImage:
		data = data[:len(data)/2]
	case wrongExtension:
		data = joinTIFF([][]byte{data})
	case lowResolution:
		if data, err = shrunk(data); err != nil {
			return err
		}
	}
	return os.WriteFile(path, data, 0o600)
}

// shrunk is the page as a scanner set to 200 dpi gives it: two pixels of three.
func shrunk(data []byte) ([]byte, error) {
	const low = 200
	page, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	small := image.NewRGBA(image.Rect(0, 0, page.Bounds().Dx()*low/dpi, page.Bounds().Dy()*low/dpi))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), page, page.Bounds(), draw.Src, nil)
	if err := encodeJPEG(&buf, small, low); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}
