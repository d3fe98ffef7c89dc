package domain

// Survival is whether a person is known to live (生存状态).
type Survival string

const (
	SurvivalUnknown  Survival = ""
	SurvivalAlive    Survival = "ALIVE"
	SurvivalDeceased Survival = "DECEASED"
)

// ParseSurvival reads the words rosters use.
func ParseSurvival(text string) (Survival, bool) {
	switch text {
	case "":
		return SurvivalUnknown, true
	case "健在", "生存", "在世", "正常", "存活":
		return SurvivalAlive, true
	case "死亡", "已死亡", "去世", "已故", "身故":
		return SurvivalDeceased, true
	}
	return SurvivalUnknown, false
}

// Retiree is the person a dossier is about. Residence, insurance place and household registration are independent of
// each other and of where the dossier is held; none is ever inferred from another.
type Retiree struct {
	ID                string
	Name              string // every code point as given
	IDNumber          IDNumber
	IDNumberGiven     string // as it stood in the source, when that differs (15 digits)
	Sex               Sex
	BornOn            PartialDate // as the dossier says; may differ from the number, see rule R09
	RetiredOn         PartialDate // day the retirement formalities were done (退休手续办理时间)
	Survival          Survival
	DiedOn            PartialDate
	EnterpriseID      string
	HukouPlace        string // household registration place in the words of the source (户籍所在地)
	HukouDivision     string
	ResidenceDivision string
	InsuranceDivision string
}
