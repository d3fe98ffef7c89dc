package api

import (
	"context"

	"github.com/danganku/danganku/internal/api/apigen"
)

// verificationRoute is open to whoever holds a numbered paper.
const verificationRoute = "GET " + basePath + "/verification/:code"

func (s *server) VerifyPaper(ctx context.Context, request apigen.VerifyPaperRequestObject) (apigen.VerifyPaperResponseObject, error) {
	answer, err := s.Circulation.Proof(ctx, request.Code, callerOf(ctx).from.Address)
	if err != nil {
		return nil, err
	}
	return apigen.VerifyPaper200JSONResponse{Kind: answer.Title, Number: answer.Number, Office: answer.Office, IssuedOn: answer.IssuedOn.String(),
		ValidUntil: answer.ValidUntil.String(), State: apigen.PaperAnswerState(answer.State), StateLabel: answer.State.Label(),
		ReplacedBy: answer.ReplacedBy}, nil
}
