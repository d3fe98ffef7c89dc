package domain

import (
	"slices"
	"strconv"
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

// CustodyMachine is the life of a dossier.
func CustodyMachine() Machine[CustodyState] {
	return Machine[CustodyState]{Subject: "档案", Code: "custody", Rows: []MachineRow[CustodyState]{
		{Expected, "待接收", []CustodyState{Received}},
		{Received, "已接收", []CustodyState{Arranging, Lost, Damaged}},
		{Arranging, "整理中", []CustodyState{Cataloged, Lost, Damaged}},
		{Cataloged, "已著录", []CustodyState{Digitizing, Lost, Damaged}},
		{Digitizing, "数字化", []CustodyState{QC, Lost, Damaged}},
		{QC, "待发布", []CustodyState{InStorage, Digitizing, Lost, Damaged}},
		{InStorage, "在库", []CustodyState{InReadingRoom, OnLoan, UnderRearrangement, OutboundPreparing, DeceasedHold, Lost, Damaged}},
		{InReadingRoom, "阅档中", []CustodyState{InStorage, DeceasedHold, Lost, Damaged}},
		{OnLoan, "借出", []CustodyState{InStorage, Lost, Damaged}},
		{UnderRearrangement, "重新整理", []CustodyState{InStorage, Lost, Damaged}},
		{OutboundPreparing, "待转出", []CustodyState{InTransit, InStorage, Lost, Damaged}},
		{InTransit, "转递途中", []CustodyState{TransferredOut, InStorage, Lost, Damaged}},
		{TransferredOut, "已转出", nil},
		{DeceasedHold, "死亡留存", []CustodyState{InStorage, InReadingRoom, TransferredToArchive, Lost, Damaged}},
		{TransferredToArchive, "已移交档案馆", nil},
		{Lost, "遗失", []CustodyState{InStorage, TransferredOut}},
		{Damaged, "损毁", []CustodyState{InStorage, UnderRearrangement}},
	}}
}

// Label is the state in Chinese.
func (s CustodyState) Label() string { return CustodyMachine().Label(s) }

// Kept reports whether a dossier in this state has been released and is in the keeping of the office, wherever its paper is.
func (s CustodyState) Kept() bool {
	return slices.Contains([]CustodyState{InStorage, InReadingRoom, OnLoan, UnderRearrangement, OutboundPreparing, DeceasedHold, Damaged}, s)
}

// MoveTo changes the custody state or refuses.
func (d *Dossier) MoveTo(state CustodyState) error { return CustodyMachine().Move(&d.Custody, state) }
