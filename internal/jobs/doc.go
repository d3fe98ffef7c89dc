// Package jobs runs the background jobs of the database's queue: it leases due jobs, calls the handler of their kind, keeps
// the lease alive, and decides what becomes of a job that failed.
//
// It may import domain and errs. It knows the queue through domain.JobRepo only.
package jobs
