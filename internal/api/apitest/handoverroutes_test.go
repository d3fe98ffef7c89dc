package apitest

import (
	"encoding/json"
	"maps"
	"strings"
)

// handoverBodies are requests about handovers that a user with the right to make them could make.
var handoverBodies = map[string]string{
	"POST /api/v1/divisions":                              `{"code":"210102001002","name":"演示社区"}`,
	"POST /api/v1/enterprises":                            enterpriseBody,
	"PUT /api/v1/enterprises/:enterpriseId":               enterpriseBody,
	"POST /api/v1/tokens":                                 `{"name":"民政","grants":[{"role":"data_partner","division":"210102"}],"expiresAt":"2027-01-01T00:00:00Z"}`,
	"POST /api/v1/attachments":                            "%PDF-1.4\n%%EOF\n",
	"POST /api/v1/nature-forms":                           natureBody,
	"PUT /api/v1/nature-forms/:natureFormId":              natureBody,
	"POST /api/v1/nature-forms/:natureFormId/decision":    `{"confirm":false,"reason":"不符"}`,
	"POST /api/v1/rosters":                                `{"attachmentId":"` + absentID + `"}`,
	"POST /api/v1/batches":                                `{"enterpriseId":"` + factory + `"}`,
	"POST /api/v1/batches/:batchId/return":                `{"reason":"请更正"}`,
	"POST /api/v1/batches/:batchId/cancellation":          `{"reason":"不再移交"}`,
	"POST /api/v1/batches/:batchId/province-confirmation": `{"no":"1","by":"省社保","on":"2026-09-01","attachmentId":""}`,
	"POST /api/v1/batches/:batchId/verification":          `{"unitRecordNo":""}`,
	"POST /api/v1/batches/:batchId/verdicts":              `{"verdicts":[{"seq":1,"version":1,"verified":true}]}`,
	"POST /api/v1/batches/:batchId/agreement":             `{"agreementId":"` + absentID + `"}`,
	"POST /api/v1/batches/:batchId/delivery":              bodyText(delivery(nil)),
	"POST /api/v1/batches/:batchId/signature":             `{"handoverBy":"甲","receivedBy":"乙","handoverSealed":true,"receivedSealed":true,"on":"2026-11-02"}`,
	"POST /api/v1/batches/:batchId/signed-roster":         `{"attachmentId":"` + absentID + `"}`,
	"POST /api/v1/batches/:batchId/find":                  `{"code":"1"}`,
	"PUT /api/v1/batches/:batchId/lines/:seq":             formText,
	"POST /api/v1/batches/:batchId/lines/:seq/decision":   bodyText(counted(shan, nil)),
	"POST /api/v1/batches/:batchId/lines/:seq/id-number":  `{"reason":"核对身份"}`,
	"POST /api/v1/gaps/:gapId/resolution":                 `{"on":"2026-11-02","resolution":"已补交"}`,
	"POST /api/v1/agreements":                             `{"enterpriseId":"` + factory + `","office":"210102","terms":` + bodyText(terms(1, 1)) + `}`,
	"PUT /api/v1/agreements/:agreementId":                 bodyText(terms(1, 1)),
	"POST /api/v1/agreements/:agreementId/state":          `{"to":"TERMINATED","reason":"不再移交"}`,
	"POST /api/v1/agreements/:agreementId/signature":      `{"side":"ARCHIVE","by":"甲","on":"2026-11-01","attachmentId":"` + absentID + `"}`,
	"POST /api/v1/agreements/:agreementId/amendment":      `{"reason":"增加人数"}`,
	"POST /api/v1/persons/query":                          `{}`,
	"POST /api/v1/persons/reception":                      `{"ids":["` + absentID + `"]}`,
	"PATCH /api/v1/persons/:personId":                     `{"phone":"1"}`,
	"POST /api/v1/persons/:personId/route":                `{"division":"210102001","note":"迁居"}`,
	"POST /api/v1/persons/:personId/registration":         `{"on":"2026-11-02","phone":"","contact":"","residence":"","special":[],"feedback":""}`,
	"POST /api/v1/persons/:personId/death":                `{"diedOn":"2026-11-01","source":"家属"}`,
	"POST /api/v1/persons/:personId/death-withdrawal":     `{"reason":"误报"}`,
	"POST /api/v1/persons/:personId/id-number":            `{"reason":"核对身份"}`,
	"POST /api/v1/matches":                                matchBody,
	"POST /api/v1/matches/workbook":                       "姓名,身份证号,死亡日期\n单守义,219999194802290019,2026-10-05\n",
	"POST /api/v1/matches/:matchId/rows/:seq/review":      `{"confirm":false}`,
}

const (
	absentID       = "0192f1a0-0000-7000-8000-00000000ffff"
	enterpriseBody = `{"name":"某厂","uscc":"","noUsccReason":"已注销","usccOverride":"","level":"CITY","registrationDivision":"210102","insuranceDivision":"210102"}`
	natureBody     = `{"enterpriseId":"` + factory + `","level":"CITY","owner":"某局","registrationDivision":"210102","insuranceDivision":"210102","attachmentId":""}`
	matchBody      = `{"department":"CIVIL_AFFAIRS","kind":"DEATHS","name":"十月","division":"210102","rows":[{"name":"单守义","idNumber":"219999194802290019","on":"2026-10-05"}]}`
	noAddress      = `{"place":"","division":"","subdistrict":"","community":"","phone":""}`
	noRelative     = `{"name":"","relation":"","bornOn":"","employer":"","health":"","phone":"","address":"","postcode":""}`
	formText       = `{"level":"","runningNo":"","name":"某人","sex":"","ethnicity":"","bornOn":"","idNumber":"","political":"","health":"","employer":"",` +
		`"employerUscc":"","post":"","workedFrom":"","retiredOn":"","dossierKeptAt":"","education":"","skills":"","retirementType":"","hobbies":"",` +
		`"special":[],"insuranceNo":"","pensionPlace":"","medicalPlace":"","injuryGrade":"","insurancePlace":"","hukou":` + noAddress + `,"residence":` +
		noAddress + `,"away":` + noAddress + `,"outOfCity":false,"spouse":` + noRelative + `,"contacts":[],"employment":"REGULAR","diedOn":"",` +
		`"companySeal":false,"signed":false,"proxy":"","proxyVerified":false,"paper":false,"electronic":false,` +
		`"roster":{"archivalCode":"","originals":1,"duplicates":0,"materials":0,"pages":0,"electronic":false,"remark":""}}`
)

func bodyText(body map[string]any) string {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // maps of constants
	}
	return string(text)
}

// bodyOf is a request body for a route.
func bodyOf(route string) []byte {
	for _, about := range []map[string]string{handoverBodies, matterBodies} {
		if body, known := about[route]; known {
			return []byte(body)
		}
	}
	return []byte(bodies[route])
}

// queries are what routes demand in their address.
var queries = map[string]string{
	"/replacement":                 "?reason=rescan",
	"/labels":                      "?kind=SPINE&spineWidth=30",
	"/labels.pdf":                  "?kind=QR",
	"/attachments":                 "?name=scan.pdf",
	"/matches/workbook":            "?name=list.csv&department=CIVIL_AFFAIRS&kind=DEATHS&division=210102",
	"/statistics/outstanding":      "?kind=LATE",
	"/statistics/outstanding.xlsx": "?kind=LATE",
}

// addressOf fills a route's template with the things named, and with what is nowhere for the rest.
func addressOf(template string, things map[string]string) string {
	all := map[string]string{":seq": "1", ":number": "HZ-210102-2026-9999", ":pageNo": "1", ":region": "full", ":size": "max", ":rotation": "0",
		":file": "default.jpg", ":upload": strings.Repeat("0", 32), ":kind": "LOAN", ":kind.pdf": "LOAN.pdf", ":pageNo.jpg": "1.jpg",
		":code": "0000-0000-0000-0000", ":pieceNo.pdf": "FZ-210102-2026-9999-01.pdf", ":number.pdf": chaseNo + ".pdf"}
	maps.Copy(all, things)
	segments := strings.Split(template, "/")
	for i, segment := range segments {
		if !strings.HasPrefix(segment, ":") {
			continue
		}
		segments[i] = absentID
		if thing, known := all[segment]; known {
			segments[i] = thing
		}
	}
	address := strings.Join(segments, "/")
	for ending, query := range queries {
		if strings.HasSuffix(template, ending) {
			address += query
		}
	}
	return address
}
