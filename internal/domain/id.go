package domain

import "github.com/google/uuid"

// NewID returns a new identifier (UUID version 7: sorts by time of creation).
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// ValidID reports whether s has the form NewID gives.
func ValidID(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36
}
