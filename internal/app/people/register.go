package people

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/danganku/danganku/internal/authz"
	"github.com/danganku/danganku/internal/domain"
	"github.com/danganku/danganku/internal/errs"
)

// Registration is what was learned when the community met the person (见面登记). Empty fields leave the ledger as it is.
type Registration struct {
	On        domain.PartialDate // the day
	Phone     string
	Contact   string
	Residence string
	Special   []domain.SpecialCategory // nil: as it is
	Feedback  string                   // to the agency
	Remark    string
}

// Register records that the person was met and is alive. A person who was met has also arrived.
func (s *Service) Register(ctx context.Context, actor authz.Actor, id string, version int, met Registration) (domain.LedgerPerson, error) {
	if err := s.pastDay("on", "登记日期", met.On); err != nil {
		return domain.LedgerPerson{}, err
	}
	change := met.change()
	if err := change.tidy(); err != nil {
		return domain.LedgerPerson{}, err
	}
	return s.change(ctx, actor, authz.LedgerEdit, id, version,
		func(_ context.Context, _ domain.Repos, person *domain.LedgerPerson) (happening, error) {
			if person.Survival == domain.SurvivalDeceased {
				return happening{}, errs.New(errs.Conflict, "ledger.deceased", "%s已登记死亡，不能见面登记；登记有误的请先撤销", person.Name)
			}
			words := append([]string{"见面登记日期" + met.On.String()}, change.apply(person)...)
			person.RegisteredOn, person.RegisteredBy, person.Survival = met.On, actor.Name, domain.SurvivalAlive
			if person.ReceivedOn.IsZero() {
				person.ReceivedOn = met.On
			}
			return happening{domain.LedgerRegistered, strings.Join(words, "；")}, nil
		})
}

func (r Registration) change() PersonChange {
	given := func(text string) *string {
		if strings.TrimSpace(text) == "" {
			return nil
		}
		return &text
	}
	change := PersonChange{Phone: given(r.Phone), Contact: given(r.Contact), Residence: given(r.Residence), Feedback: given(r.Feedback),
		Remark: given(r.Remark)}
	if r.Special != nil {
		change.Special = &r.Special
	}
	return change
}

// PersonChange says what to change; nil fields stay.
type PersonChange struct {
	Phone     *string
	Contact   *string
	Hukou     *string
	Residence *string
	Special   *[]domain.SpecialCategory
	Feedback  *string
	Remark    *string
}

// ChangePerson keeps the ledger up to date (动态管理); what changed, from what to what, goes into the person's history.
func (s *Service) ChangePerson(ctx context.Context, actor authz.Actor, id string, version int, change PersonChange) (domain.LedgerPerson, error) {
	if err := change.tidy(); err != nil {
		return domain.LedgerPerson{}, err
	}
	return s.change(ctx, actor, authz.LedgerEdit, id, version,
		func(_ context.Context, _ domain.Repos, person *domain.LedgerPerson) (happening, error) {
			words := change.apply(person)
			if len(words) == 0 {
				return happening{}, nil
			}
			return happening{domain.LedgerChanged, strings.Join(words, "；")}, nil
		})
}

// textField is a text of a change beside that of a person.
type textField struct {
	name, title string
	to          *string
	of          *string
}

func (c *PersonChange) texts(person *domain.LedgerPerson) []textField {
	return []textField{
		{"phone", "电话", c.Phone, &person.Phone},
		{"contact", "紧急联系人", c.Contact, &person.Contact},
		{"hukou", "户籍地址", c.Hukou, &person.Hukou},
		{"residence", "居住地址", c.Residence, &person.Residence},
		{"feedback", "反馈情况", c.Feedback, &person.Feedback},
		{"remark", "备注", c.Remark, &person.Remark},
	}
}

// tidy trims texts into copies and refuses what the ledger cannot hold.
func (c *PersonChange) tidy() error {
	for _, to := range []**string{&c.Phone, &c.Contact, &c.Hukou, &c.Residence, &c.Feedback, &c.Remark} {
		if *to != nil {
			trimmed := strings.TrimSpace(**to)
			*to = &trimmed
		}
	}
	for _, text := range c.texts(&domain.LedgerPerson{}) {
		if text.to == nil {
			continue
		}
		if err := short(text.name, text.title, *text.to); err != nil {
			return err
		}
	}
	if c.Special == nil {
		return nil
	}
	known := domain.SpecialCategories()
	for _, category := range *c.Special {
		if !slices.Contains(known, category) {
			return errs.New(errs.Invalid, "ledger.special", "没有“%s”这个特殊类别", category).
				WithFields(errs.Field{Name: "special", Message: "特殊类别不正确"})
		}
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(*c.Special)))
	c.Special = &sorted
	return nil
}

// apply changes the person and returns what changed in words, from what to what.
func (c *PersonChange) apply(person *domain.LedgerPerson) []string {
	var words []string
	for _, text := range c.texts(person) {
		if text.to != nil && *text.to != *text.of {
			words = append(words, beforeAfter(text.title, *text.of, *text.to))
			*text.of = *text.to
		}
	}
	if c.Special != nil && !slices.Equal(slices.Sorted(slices.Values(person.Special)), *c.Special) {
		words = append(words, beforeAfter("特殊类别", labels(person.Special), labels(*c.Special)))
		person.Special = *c.Special
	}
	return words
}

func beforeAfter(title, before, after string) string {
	shown := func(text string) string {
		if text == "" {
			return "（空）"
		}
		return text
	}
	return fmt.Sprintf("%s：%s → %s", title, shown(before), shown(after))
}

func labels(categories []domain.SpecialCategory) string {
	words := make([]string, len(categories))
	for i, category := range categories {
		words[i] = category.Label()
	}
	return strings.Join(words, "、")
}

// pastDay refuses what is not a whole day up to today.
func (s *Service) pastDay(field, title string, day domain.PartialDate) error {
	if day.Day == 0 || !day.Valid() || day.After(s.today()) {
		return errs.New(errs.Invalid, "ledger.day", "%s须为今天或以前的某一天，请填写年月日", title).
			WithFields(errs.Field{Name: field, Message: title + "缺失或不合理"})
	}
	return nil
}
