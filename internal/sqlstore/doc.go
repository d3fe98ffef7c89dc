// Package sqlstore keeps the archive's database behind the ports of domain: on SQLite, one file on this machine, or on
// PostgreSQL. Both have the same tables, made by migrations with the same numbers, and pass the same suite (storetest).
//
// It is the only package that knows SQL and gorm. It may import domain, authz and errs. Its rows are unexported and turned
// into domain values by mappers; a driver's error leaves it only as the cause of a classified errs.Error.
package sqlstore
