package domain

import (
	"slices"
	"strconv"

	"github.com/danganku/danganku/internal/errs"
)

func itoa(n int) string { return strconv.Itoa(n) }

// CustodyState is where a dossier is physically; exactly one holds at a time. Reading its images is independent of it.
type CustodyState string

const (
	Expected             CustodyState = "EXPECTED"
	Received             CustodyState = "RECEIVED"
	Arranging            CustodyState = "ARRANGING"
	Cataloged            CustodyState = "CATALOGED"
	Digitizing           CustodyState = "DIGITIZING"
	QC                   CustodyState = "QC"
	InStorage            CustodyState = "IN_STORAGE"
	InReadingRoom        CustodyState = "IN_READING_ROOM"
	OnLoan               CustodyState = "ON_LOAN"
	UnderRearrangement   CustodyState = "UNDER_REARRANGEMENT"
	OutboundPreparing    CustodyState = "OUTBOUND_PREPARING"
	InTransit            CustodyState = "IN_TRANSIT"
	TransferredOut       CustodyState = "TRANSFERRED_OUT"
	DeceasedHold         CustodyState = "DECEASED_HOLD"
	TransferredToArchive CustodyState = "TRANSFERRED_TO_ARCHIVE"
	Lost                 CustodyState = "LOST"
	Damaged              CustodyState = "DAMAGED"
)

// custodyStates is the state machine of a dossier: each state with its Chinese label and the states that may follow.
var custodyStates = []struct {
	state CustodyState
	label string
	next  []CustodyState
}{
	{Expected, "待接收", []CustodyState{Received}},
	{Received, "已接收", []CustodyState{Arranging, Lost, Damaged}},
	{Arranging, "整理中", []CustodyState{Cataloged, Lost, Damaged}},
	{Cataloged, "已著录", []CustodyState{Digitizing, Lost, Damaged}},
	{Digitizing, "数字化", []CustodyState{QC, Lost, Damaged}},
	{QC, "待发布", []CustodyState{InStorage, Digitizing, Lost, Damaged}},
	{InStorage, "在库", []CustodyState{InReadingRoom, OnLoan, UnderRearrangement, OutboundPreparing, DeceasedHold, Lost, Damaged}},
	{InReadingRoom, "阅档中", []CustodyState{InStorage, Lost, Damaged}},
	{OnLoan, "借出", []CustodyState{InStorage, Lost, Damaged}},
	{UnderRearrangement, "重新整理", []CustodyState{InStorage, Lost, Damaged}},
	{OutboundPreparing, "待转出", []CustodyState{InTransit, InStorage, Lost, Damaged}},
	{InTransit, "转递途中", []CustodyState{TransferredOut, InStorage, Lost, Damaged}},
	{TransferredOut, "已转出", nil},
	{DeceasedHold, "死亡留存", []CustodyState{InStorage, TransferredToArchive, Lost, Damaged}},
	{TransferredToArchive, "已移交档案馆", nil},
	{Lost, "遗失", []CustodyState{InStorage}},
	{Damaged, "损毁", []CustodyState{InStorage, UnderRearrangement}},
}

// CustodyStates lists all states in the order of a dossier's life.
func CustodyStates() []CustodyState {
	states := make([]CustodyState, len(custodyStates))
	for i, row := range custodyStates {
		states[i] = row.state
	}
	return states
}

// Label is the state in Chinese.
func (s CustodyState) Label() string {
	for _, row := range custodyStates {
		if row.state == s {
			return row.label
		}
	}
	return string(s)
}

// Next lists the states that may follow.
func (s CustodyState) Next() []CustodyState {
	for _, row := range custodyStates {
		if row.state == s {
			return slices.Clone(row.next)
		}
	}
	return nil
}

// MoveTo changes the custody state or refuses.
func (d *Dossier) MoveTo(state CustodyState) error {
	if !slices.Contains(d.Custody.Next(), state) {
		return errs.New(errs.Conflict, "custody.transition", "档案处于“%s”状态，不能变为“%s”", d.Custody.Label(), state.Label())
	}
	d.Custody = state
	return nil
}
