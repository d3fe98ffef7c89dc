package domain

import "time"

// Whereabouts is where a dossier is now: in which state, with whom, since when and on what basis. The record in the object
// store follows a dossier until it is on the shelf; from there on the work with it decides, which is kept in the database.
type Whereabouts struct {
	DossierID string
	State     CustodyState
	Holder    string // who has it, in words; empty: the office
	Basis     Basis
	Since     time.Time
}

// Basis is the work that a move of a dossier rests on, such as an approved loan.
type Basis struct {
	Kind string // "loan", "consultation", "outbound", "hold"; empty: none
	ID   string
	No   string
}

// CustodyMove is one move of a dossier; moves are only ever added.
type CustodyMove struct {
	ID        string
	DossierID string
	From, To  CustodyState
	Holder    string
	Basis     Basis
	Note      string // zh-CN
	ActorName string
	At        time.Time
}

// Move changes the state of a dossier that is in custody, or refuses.
func (w Whereabouts) Move(to CustodyState, holder string, basis Basis, note, actorName string, at time.Time) (CustodyMove, error) {
	state := w.State
	if err := CustodyMachine().Move(&state, to); err != nil {
		return CustodyMove{}, err
	}
	return CustodyMove{ID: NewID(), DossierID: w.DossierID, From: w.State, To: to, Holder: holder, Basis: basis, Note: note,
		ActorName: actorName, At: at}, nil
}
