package domain

import (
	"strings"

	"github.com/danganku/danganku/internal/errs"
)

// EnterpriseLevel is who owns a state-owned enterprise.
type EnterpriseLevel string

const (
	LevelUnknown    EnterpriseLevel = ""
	LevelCentral    EnterpriseLevel = "CENTRAL"
	LevelProvincial EnterpriseLevel = "PROVINCIAL"
	LevelCity       EnterpriseLevel = "CITY"
	LevelDistrict   EnterpriseLevel = "DISTRICT"
)

// Enterprise is a state-owned enterprise that hands over dossiers. Many old ones are deregistered and have no unified
// social credit code (USCC).
type Enterprise struct {
	ID                   string
	Name                 string
	USCC                 string // empty: none, see NoUSCCReason
	NoUSCCReason         string
	USCCOverride         string // why a code with a wrong check character was accepted (rule R11)
	Level                EnterpriseLevel
	RegistrationDivision string
	InsuranceDivision    string
	Version              int
}

// Check applies rule R11 and the required fields.
func (e Enterprise) Check() error {
	if strings.TrimSpace(e.Name) == "" {
		return errs.New(errs.Invalid, "enterprise.name_missing", "请填写单位名称")
	}
	if e.USCC == "" {
		return nil
	}
	switch CheckUSCC(e.USCC) {
	case USCCMalformed:
		return RuleError(R11, "统一社会信用代码应为18位数字或大写字母（不含I、O、Z、S、V）")
	case USCCUnchecked:
		if e.USCCOverride == "" {
			return RuleError(R11, "统一社会信用代码校验码不符；如确为有效代码请上传证照并说明")
		}
	}
	return nil
}
