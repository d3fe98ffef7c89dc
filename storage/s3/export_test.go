package s3

// IgnoreConditions makes the store treat its server as one that ignores If-None-Match.
func (s *Store) IgnoreConditions() { s.conditional = false }
